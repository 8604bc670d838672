import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthorizationWorld } from '#testing/api/authorization-world';
import { idsOfModels } from '#testing/api/ids-of-models';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { dispatchEvents } from '#testing/events/dispatch-events';
import { EventReader } from '#testing/events/event-reader';
import { ROUTE_ROWS } from './route-rows.js';

/** Stands in every text of the models that nobody here may read. */
const MARK = 'zq7canary';

interface PageJson {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

/** Lists of what everybody may know of are left out. */
const lists = ROUTE_ROWS.filter(({ route, least, open }) => /^GET [^:*]*$/.test(route) && least !== 'public' && open === undefined)
  .map(({ route }) => route.slice('GET '.length))
  .filter((path) => !path.endsWith('/stream'));
const ORDERS = ['name', 'name DESC', 'createdAt', 'createdAt DESC', 'updatedAt DESC'].map(
  (order) => `?orderBy=${encodeURIComponent(order)}`,
);

let api: TestApi;
let hidden: AuthorizationWorld;
let visible: AuthorizationWorld;
let secrets: readonly string[];
const readers: (readonly [string, string])[] = [];

beforeAll(async () => {
  api = await startTestApi();
  hidden = new AuthorizationWorld(api, 'a', MARK, await api.tokenFor('reader', 'model:a-*'));
  visible = new AuthorizationWorld(api, 'b', '', await api.tokenFor('reader', 'model:b-*'));
  for (const role of ['reader', 'manager', 'admin'] as const) readers.push([role, await api.tokenFor(role, 'model:b-*')]);
  const { id } = await api.signUp('admin');
  const narrow = { name: 'narrow', holder: { type: 'user', id }, patterns: ['model:b-*'] };
  readers.push(['narrowed administrator', (await hidden.admin<{ readonly token: string }>('POST', '/tokens', { body: narrow })).token]);
  // In turns, so that every page of a list has both at its edge.
  for (const world of [visible, hidden, visible, hidden, visible]) await furnish(world);
  await dispatchEvents(api.database);
  secrets = [MARK, ...(await idsOfModels(api.database, 'a-'))];
});
afterAll(() => api.close());

/** One of each kind of thing. */
async function furnish(world: AuthorizationWorld): Promise<void> {
  await world.requested('Staging');
  await world.rolledBack();
  await world.pending();
  await world.deployment('Production', 'failed');
  await world.delivery();
  await world.target();
  const { model } = await world.standing('Staging', 'Production');
  await world.admin('PUT', `${model.url}/stages/Staging/hold`, { body: { reason: `held ${world.mark}` } });
  const { id } = await world.serviceAccount();
  await world.token('service_account', id);
  await world.binding();
}

/** What of the hidden models stands in the text. */
function found(text: string): readonly string[] {
  return secrets.filter((secret) => text.includes(secret));
}

async function page(path: string, token: string): Promise<PageJson & { readonly status: number }> {
  const { status, text, headers, json } = await api.request<PageJson>('GET', path, { token });
  expect(found(text + [...headers].join('\n'))).toEqual([]);
  return { status, items: json?.items ?? [], nextCursor: json?.nextCursor ?? null };
}

it('looks into every list that there is', () => {
  expect(lists.length).toBeGreaterThan(15);
  expect(secrets.length).toBeGreaterThan(100);
});

it('shows an administrator all of it, so that the search would find it', async () => {
  for (const path of ['models', 'versions', 'promotions', 'deployments', 'deliveries', 'events', 'audit', 'overview', 'webhooks']) {
    const { text } = await api.request('GET', `/api/v1/${path}?limit=1000`);
    expect([path, found(text).length > 1]).toEqual([path, true]);
  }
});

it.each(lists)('%s shows nothing of what may not be read', async (path) => {
  const queries = /\/(models|versions)$/.test(path) ? ['', ...ORDERS] : [''];
  for (const [, token] of readers) {
    for (const query of queries) expect((await page(path + query, token)).status).toBeLessThan(500);
  }
});

describe.each([
  'models',
  'versions',
  'promotions',
  'deployments',
  'deliveries',
  'events',
  'audit',
  'overview',
  'webhooks',
  'role-bindings',
])('pages of /%s', (list) => {
  const path = `/api/v1/${list}`;

  it('have no hole where something is left out, and no cursor that tells of it', async () => {
    const [, token = ''] = readers.find(([who]) => who === 'manager') ?? [];
    const all = await page(`${path}?limit=1000`, token);
    expect(all.items.length).toBeGreaterThan(0);
    const items: unknown[] = [];
    let query = '?limit=1';
    for (;;) {
      const { items: some, nextCursor } = await page(path + query, token);
      expect(some).toHaveLength(1);
      items.push(...some);
      if (nextCursor === null) break;
      expect(found(Buffer.from(nextCursor, 'base64url').toString('latin1'))).toEqual([]);
      query = `?limit=1&cursor=${encodeURIComponent(nextCursor)}`;
    }
    expect(items).toEqual(all.items);
  });

  it("show no more to whoever comes by with an administrator's cursor", async () => {
    const { json } = await api.request<PageJson>('GET', `${path}?limit=1`);
    expect(json.nextCursor).not.toBeNull();
    for (const [, token] of readers) await page(`${path}?limit=1000&cursor=${encodeURIComponent(json.nextCursor ?? '')}`, token);
  });

  it('take no cursor of another list', async () => {
    const other = list === 'models' ? 'versions' : 'models';
    const { json } = await api.request<PageJson>('GET', `/api/v1/${other}?limit=1`);
    const answer = await api.request<{ readonly code: string }>('GET', `${path}?cursor=${encodeURIComponent(json.nextCursor ?? '')}`);
    expect([answer.status, answer.json.code]).toEqual([400, 'INVALID_CURSOR']);
  });
});

it('streams nothing of what may not be read, neither what was nor what comes', async () => {
  const streams = await Promise.all(
    readers.map(([, token]) => EventReader.open(`${api.url}/api/v1/events/stream?after=0`, { authorization: `Bearer ${token}` })),
  );
  try {
    await furnish(hidden);
    const { name } = await visible.model();
    await visible.admin('PATCH', `/models/${name}`, { body: { description: 'last' } });
    await dispatchEvents(api.database);
    const known = [MARK, ...(await idsOfModels(api.database, 'a-'))];
    for (const stream of streams) {
      await stream.until(({ events }) => events.some((event) => event.model === name));
      const text = JSON.stringify([stream.blocks, stream.response.headers]);
      expect(known.filter((secret) => text.includes(secret))).toEqual([]);
      expect(stream.events.every(({ model }) => model?.startsWith('b-') === true)).toBe(true);
    }
  } finally {
    for (const stream of streams) stream.close();
  }
});
