import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { AttackedService } from '#testing/security/attacked-service';

const program = findPeer('chromium');
if (program === null) console.warn(missingPeer('chromium'));

interface Tried {
  readonly what: string;
  readonly status: number | null;
  readonly body: string;
}

const ATTACKS = readFileSync(new URL('./page-attacks.mjs', import.meta.url), 'utf8').replaceAll('export ', '');

/** What no page may read. */
const SECRET = 'the description of a private model';

/** Runs one of the attacks of page-attacks.mjs in a page. */
const run = <T>(page: Page, name: 'attempt' | 'connect' | 'embed', address: string): Promise<T> =>
  page.evaluate<T>(`(() => { ${ATTACKS}; return ${name}(${JSON.stringify(address)}); })()`);

/** What the one frame of a page shows: the address of its document, 'blocked' where the browser refused it, or 'nothing' yet. */
function shownInFrame(page: Page): string {
  const [frame, ...more] = page.frames().filter((one) => one !== page.mainFrame());
  if (frame === undefined || more.length > 0) throw new Error('the page has one frame');
  // Not contentDocument: that is null for every document of another origin, shown or not.
  if (frame.url().startsWith('chrome-error://')) return 'blocked';
  return ['', 'about:blank'].includes(frame.url()) ? 'nothing' : frame.url();
}

/** A page of this name was rebound to our address: the browser takes the service for the page's own server. */
const EVIL = 'evil.test';
const FLAGS = [
  ...['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-gpu'],
  ...['--disable-dev-shm-usage', `--host-resolver-rules=MAP ${EVIL} 127.0.0.1`],
  // The browser's own guard of local addresses is new and can be switched off: what is tried here has to hold without it.
  '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessRespectPreflightResults',
];

describe.skipIf(program === null)('a page in the browser of a user whose machine reaches the service', () => {
  let service: AttackedService;
  let browser: Browser;
  let evil: Server;
  let port = '';
  beforeAll(async () => {
    // The worst case: whoever reaches it may write, so that no token stands between a page and the data.
    service = await AttackedService.start({ env: { SLIPWAY_ANONYMOUS_ROLE: 'editor' } });
    ({ port } = new URL(service.url));
    await service.call('POST', '/api/v1/models', { name: 'private-model', description: SECRET });
    evil = createServer((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>evil</title><body>may be framed</body>'),
    );
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({ executablePath: program ?? '', args: FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    evil?.close().closeAllConnections();
  });

  /** A page of the attacker's own server, under the attacker's name. */
  async function evilPage(): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(`http://${EVIL}:${(evil.address() as AddressInfo).port}/`);
    return page;
  }

  /** A page that the attacker's server gave out under an address before the name was rebound: everything else there is the service. */
  const serveBlank = (page: Page, url: string): Promise<unknown> =>
    page.route(url, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>page</title><body></body>' }));

  const models = async (): Promise<string> => (await service.call('GET', '/api/v1/models')).text;

  it('reads nothing and changes nothing by the rebound name', async () => {
    const before = await models();
    const page = await browser.newPage();
    await serveBlank(page, `http://${EVIL}:${port}/page`);
    expect((await page.goto(`http://${EVIL}:${port}/api/v1/models`))?.status()).toBe(403);
    await page.goto(`http://${EVIL}:${port}/page`);
    const tried = await run<Tried[]>(page, 'attempt', '');
    expect(tried.map(({ status }) => status)).toEqual(tried.map(() => 403));
    expect(JSON.stringify(tried)).not.toContain(SECRET);
    expect(await run(page, 'connect', '')).toEqual({ stream: 'refused', socket: 'refused' });
    await page.close();
    expect(await models()).toBe(before);
  });

  it.each(['127.0.0.1', 'localhost'])('reads nothing and changes nothing from another site by %s', async (host) => {
    const before = await models();
    const page = await evilPage();
    const base = `http://${host}:${port}`;
    const tried = await run<Tried[]>(page, 'attempt', base);
    // Without our consent (no CORS header) the browser shows the page nothing; what it sends blindly is refused by us.
    expect(JSON.stringify(tried)).not.toContain(SECRET);
    expect(tried.map(({ status }) => status).filter((status) => status !== null && status !== 0)).toEqual([]);
    expect(await run(page, 'connect', base)).toEqual({ stream: 'refused', socket: 'refused' });
    expect(await run(page, 'embed', `${base}/api/v1/models`)).toEqual({ script: 'refused', image: 'refused' });
    await expect.poll(() => shownInFrame(page)).toBe('blocked');
    await page.close();
    expect(await models()).toBe(before);
  });

  it('posts no form, whatever media type it pretends', async () => {
    const before = await models();
    for (const enctype of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
      const page = await evilPage();
      await page.setContent(
        `<form method="post" enctype="${enctype}" action="http://127.0.0.1:${port}/api/v1/models"><input name='{"name":"forged","x":"' value='"}'></form>`,
      );
      const [answer] = await Promise.all([page.waitForNavigation(), page.evaluate('document.forms[0].submit()')]);
      expect([enctype, answer?.status()]).toEqual([enctype, 403]);
      await page.close();
    }
    expect(await models()).toBe(before);
  });

  it('runs no script of a stored file, and gives it no origin', async () => {
    const script = `fetch('/api/v1/models',{method:'POST',headers:{'content-type':'application/json'},body:'{"name":"from-artifact"}'})`;
    const files: Record<string, string> = {
      'page.html': `<!doctype html><script>document.title='ran';${script}</script><img src=x onerror="${script}">`,
      'page.xhtml': `<html xmlns="http://www.w3.org/1999/xhtml"><script>${script}</script></html>`,
      'drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script></svg>`,
      'data.xml': `<?xml version="1.0"?><?xml-stylesheet href="javascript:${script}"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>${script}</h:script></x>`,
      'code.js': script,
      'looks.png': `<!doctype html><script>${script}</script>`,
      'looks.json': `<!doctype html><script>${script}</script>`,
      'notes.txt': `<!doctype html><script>${script}</script>`,
      'paper.pdf': '%PDF-1.4 <script>alert(1)</script>',
      noending: `<!doctype html><script>${script}</script>`,
    };
    await service.call('POST', '/api/v1/models', { name: 'stored' });
    await service.call('POST', '/api/v1/models/stored/versions', {});
    const page = await browser.newPage();
    await serveBlank(page, `${service.url}/blank`);
    for (const [name, body] of Object.entries(files)) {
      const url = `${service.url}/api/v1/models/stored/versions/1/artifacts/${name}`;
      const put = await fetch(url, {
        method: 'PUT',
        headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'text/html' },
        body,
      });
      expect(put.status).toBeLessThan(300);
      const { headers } = await fetch(url, { headers: { authorization: `Bearer ${service.adminToken}` } });
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('content-security-policy')).toMatch(/sandbox/);
      expect([name, headers.get('x-content-type-options')]).toEqual([name, 'nosniff']);
      expect(headers.get('content-type')).not.toMatch(/html|svg|xml|javascript|pdf/);
      // Opened directly: a download begins and no document comes about.
      const [download] = await Promise.all([page.waitForEvent('download'), page.goto(url).catch(() => null)]);
      expect(download.suggestedFilename()).toBe(name);
      await download.cancel();
      expect(page.url()).toBe('about:blank');
      // Put into a page of our own origin, as a hole elsewhere might: neither frame nor object nor script makes anything of it.
      await page.goto(`${service.url}/blank`);
      const [inFrame, embedded] = await Promise.all([page.waitForEvent('download'), run(page, 'embed', url)]);
      expect(embedded).toMatchObject({ script: 'refused' });
      await inFrame.cancel();
      expect([name, shownInFrame(page)]).toEqual([name, 'nothing']);
      await page.goto('about:blank');
    }
    await page.close();
    expect(await models()).not.toContain('from-artifact');
  });

  it('finds nothing of its own in the pages and errors of the service, and cannot frame them', async () => {
    const marker = '<img src=x onerror=globalThis.hit=1>';
    const page = await browser.newPage();
    for (const path of [
      '/docs/api',
      `/docs/api?x=${marker}#${marker}`,
      `/docs/problems/${marker}`,
      `/${marker}`,
      `/api/v1/models/${marker}`,
    ]) {
      const answer = await page.goto(`${service.url}${path}`, { waitUntil: 'domcontentloaded' });
      const headers = answer?.headers() ?? {};
      expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
      expect([path, headers['x-content-type-options']]).toEqual([path, 'nosniff']);
      expect(await page.evaluate('globalThis.hit')).toBeUndefined();
      expect([path, await page.evaluate(`document.querySelectorAll('img[src=x]').length`)]).toEqual([path, 0]);
    }
    const framing = await evilPage();
    await run(framing, 'embed', `${service.url}/docs/api`);
    await expect.poll(() => shownInFrame(framing)).toBe('blocked');
    await framing.close();
    // A page of another site that does not forbid it is shown: it is our answer that was refused, not every frame.
    const control = await evilPage();
    const framable = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/`;
    await run(control, 'embed', framable);
    await expect.poll(() => shownInFrame(control)).toBe(framable);
    await control.close();
    await page.close();
  });
});
