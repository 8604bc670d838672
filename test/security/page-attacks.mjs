// Runs inside the browser: everything that a page can do without the user's help. Not imported but handed to the page as text, function by
// function, so that no type of the DOM comes into the other programs.

/** Tries to read and to change. A status of 0 is an answer that the page may not see, null a refusal by the browser. */
export async function attempt(base) {
  const json = JSON.stringify({ name: 'forged' });
  const tries = [
    ['read', '/api/v1/models', {}],
    ['read with a token', '/api/v1/models', { headers: { authorization: 'Bearer x' } }],
    ['read blindly', '/api/v1/models', { mode: 'no-cors' }],
    ['export', '/api/v1/audit/export', {}],
    ['document', '/openapi.json', {}],
    ['post', '/api/v1/models', { method: 'POST', headers: { 'content-type': 'application/json' }, body: json }],
    ['post as text', '/api/v1/models', { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body: json }],
    ['post as a form', '/api/v1/models', { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ name: 'forged' }) }],
    ['post as a blob', '/api/v1/models', { method: 'POST', mode: 'no-cors', body: new Blob([json]) }],
    [
      'put',
      '/api/v1/models/private-model/tags/x',
      { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"value":"x"}' },
    ],
    ['delete', '/api/v1/models/private-model', { method: 'DELETE' }],
    ['method override', '/api/v1/models/private-model?_method=DELETE', { method: 'POST', headers: { 'x-http-method-override': 'DELETE' } }],
  ];
  const results = [];
  for (const [what, path, init] of tries) {
    try {
      const answer = await fetch(base + path, init);
      results.push({ what, status: answer.status, body: await answer.text().catch(() => '') });
    } catch {
      results.push({ what, status: null, body: '' });
    }
  }
  navigator.sendBeacon(`${base}/api/v1/models`, json);
  return results;
}

/** Tries to stay connected. */
export async function connect(base) {
  const from = base === '' ? location.origin : base;
  const stream = new Promise((resolve) => {
    const source = new EventSource(`${from}/api/v1/events/stream`);
    source.addEventListener('open', () => resolve('open'));
    source.addEventListener('error', () => {
      source.close();
      resolve('refused');
    });
  });
  const socket = new Promise((resolve) => {
    const made = new WebSocket(`${from.replace('http', 'ws')}/api/v1/events/stream`);
    made.addEventListener('open', () => resolve('open'));
    made.addEventListener('error', () => resolve('refused'));
  });
  return { stream: await stream, socket: await socket };
}

/** Tries to make something of an address as a script, a picture and a frame; what the frame shows only the browser knows (`shownInFrame`). */
export async function embed(url) {
  const load = (element) =>
    new Promise((resolve) => {
      element.addEventListener('load', () => resolve('loaded'));
      element.addEventListener('error', () => resolve('refused'));
      element.src = url;
      document.body.append(element);
      // A frame whose content is refused or downloaded may tell nothing at all.
      setTimeout(() => resolve('silent'), 500);
    });
  const elements = ['script', 'img', 'iframe'].map((name) => document.createElement(name));
  const [script, image] = await Promise.all(elements.map(load));
  return { script, image };
}
