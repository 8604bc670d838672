import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { dispatchEvents } from '#testing/events/dispatch-events';
import { EventReader } from '#testing/events/event-reader';

interface Listed {
  readonly items: readonly { readonly type: string; readonly model: string | null; readonly position: number }[];
  readonly nextCursor: string | null;
}

let api: TestApi;
let bob: string;
const readers: EventReader[] = [];

beforeAll(async () => {
  api = await startTestApi();
  bob = await api.tokenFor('reader', 'model:b-*');
  for (const name of ['a-1', 'b-1', 'a-2', 'b-2']) await create(name);
  await api.database.client.$executeRaw`
    SELECT slipway_journal('default', NULL, '{"actor": {"type": "system", "id": "system", "name": "slipway"}, "door": "automation", "apiVersion": "1"}',
      '[{"id": "evt_service", "type": "endpoint.disabled", "data": {}}]', '[]')`;
  await dispatchEvents(api.database);
});
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
afterAll(() => api.close());

async function create(name: string): Promise<void> {
  const { status, text } = await api.request('POST', '/api/v1/models', { body: { name } });
  expect([status, text]).toEqual([201, text]);
}

async function created(name: string): Promise<void> {
  await create(name);
  await dispatchEvents(api.database);
}

async function list(query = '', token = api.adminToken): Promise<Listed> {
  const { json, status, text } = await api.request<Listed>('GET', `/api/v1/events${query}`, { token });
  expect([status, text]).toEqual([200, text]);
  return json;
}

async function follow(query = '', headers: Readonly<Record<string, string>> = {}, token = api.adminToken): Promise<EventReader> {
  const reader = await EventReader.open(`${api.url}/api/v1/events/stream${query}`, { authorization: `Bearer ${token}`, ...headers });
  readers.push(reader);
  return reader;
}

const models = (events: readonly { readonly model: string | null }[]) => events.map(({ model }) => model);

describe('GET /events', () => {
  it('gives the envelopes by position, page by page', async () => {
    const first = await list('?limit=2');
    expect(first.items.map(({ position }) => position)).toEqual([1, 2]);
    expect(first.items[0]).toMatchObject({
      type: 'model.created',
      model: 'a-1',
      workspace: 'default',
      sequence: 1,
      door: 'rest',
      actor: { type: 'user' },
      data: { requestId: expect.any(String) },
    });
    expect((await list(`?limit=2&cursor=${first.nextCursor ?? ''}`)).items.map(({ position }) => position)).toEqual([3, 4]);
    expect((await list('?after=4')).items.map(({ position }) => position)).toEqual([5]);
    expect(await list('?after=5')).toEqual({ items: [], nextCursor: null });
  });

  it('leaves out what the reader may not read, and events of no model for all but administrators', async () => {
    expect(models((await list()).items)).toEqual(['a-1', 'b-1', 'a-2', 'b-2', null]);
    expect(models((await list('', bob)).items)).toEqual(['b-1', 'b-2']);
    expect((await list('?model=a-1', bob)).items).toEqual([]);
  });

  it('filters by type, model and stage', async () => {
    expect(models((await list('?types=endpoint.*')).items)).toEqual([null]);
    expect(models((await list('?model=b-2')).items)).toEqual(['b-2']);
    expect((await list('?stage=production')).items).toEqual([]);
    expect((await api.request('GET', '/api/v1/events?types=model.creatd')).status).toBe(400);
    expect((await api.request('GET', `/api/v1/events?cursor=x`)).status).toBe(400);
  });
});

describe('GET /events/stream', () => {
  it('sends what is dispatched, with the headers that keep proxies from holding it back', async () => {
    const reader = await follow();
    expect(reader.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    await created('a-live');
    await reader.until(({ events }) => events.length === 1);
    expect(reader.events[0]).toMatchObject({ type: 'model.created', model: 'a-live' });
    expect(reader.blocks.at(-1)?.id).toBe(String(reader.events[0]?.position));
  });

  it('sends first what came after Last-Event-ID, each once', async () => {
    const all = (await list('?after=2')).items;
    const reader = await follow('', { 'last-event-id': '2' });
    await created('a-later');
    await reader.until(({ events }) => events.some(({ model }) => model === 'a-later'));
    expect(reader.events.map(({ position }) => position)).toEqual([
      ...all.map(({ position }) => position),
      (all.at(-1)?.position ?? 0) + 1,
    ]);
  });

  it('shows each reader its own', async () => {
    const [mine, chosen] = [await follow('?after=0', {}, bob), await follow('?after=0&types=endpoint.disabled&model=b-1')];
    await created('b-live');
    await mine.until(({ events }) => events.some(({ model }) => model === 'b-live'));
    expect(new Set(models(mine.events))).toEqual(new Set(['b-1', 'b-2', 'b-live']));
    expect(chosen.events).toEqual([]);
  });

  it('is no longer fed once the role is gone, and ends once the token is', async () => {
    const eve = await api.signUp('reader');
    const reader = await follow('', {}, eve.token);
    await api.database.client.$executeRaw`UPDATE role_binding SET pattern = 'model:b-*' WHERE subject_id = ${eve.id}`;
    const narrowed = performance.now();
    // Asks with a model of each kind until the first one of the other kind is left out.
    for (let n = 0; ; n += 1) {
      await created(`a-narrow-${n}`);
      await created(`b-narrow-${n}`);
      await reader.until(({ events }) => events.some(({ model }) => model === `b-narrow-${n}`));
      if (!reader.events.some(({ model }) => model === `a-narrow-${n}`)) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(performance.now() - narrowed).toBeLessThan(5_000);
    await api.database.client.$executeRaw`UPDATE api_token SET revoked_at = now() WHERE holder_id = ${eve.id}`;
    const revoked = performance.now();
    await reader.until(({ ended }) => ended);
    expect(performance.now() - revoked).toBeLessThan(5_000);
  });

  it('refuses a place that is none', async () => {
    await expect(follow('', { 'last-event-id': 'x' })).rejects.toThrow(/^400 .*Last-Event-ID/);
    await expect(follow('?types=nothing')).rejects.toThrow(/^400 /);
    await expect(follow('', {}, 'nobody')).rejects.toThrow(/^401 /);
  });

  it('keeps no place for a reader that is gone before its stream begins', async () => {
    const token = await api.tokenFor('reader', 'model:b-*');
    const { port } = new URL(api.url);
    const lines = [`GET /api/v1/events/stream HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Bearer ${token}`, '', ''];
    let gone = 0;
    for (let count = 0; count < 150; count += 1) {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(lines.join('\r\n'));
        setImmediate(() => socket.destroy());
      });
      socket.on('error', () => undefined).on('close', () => (gone += 1));
    }
    await expect.poll(() => gone, { timeout: 10_000 }).toBe(150);
    // A hundred are allowed: were each of them still counted, this one would be refused.
    await expect.poll(() => follow('', {}, token).then(() => 'open', String), { timeout: 10_000, interval: 200 }).toBe('open');
  });

  it('gives a reader that opens far too many 429', async () => {
    const token = await api.tokenFor('reader');
    for (let n = 0; n < 100; n += 1) await follow('', {}, token);
    await expect(follow('', {}, token)).rejects.toThrow(/^429 /);
    readers.splice(0).forEach((reader) => reader.close());
    // Closed ones make room again.
    for (;;) if (await follow('', {}, token).catch(() => null)) break;
  });
});

it('answers 410 for a place before the oldest event that is kept, and ends its streams when the service does', async () => {
  await api.database.client.$executeRaw`DELETE FROM event WHERE position <= 3`;
  const gone = await api.request<{ code: string; oldest: number }>('GET', '/api/v1/events?after=2');
  expect([gone.status, gone.json.code, gone.json.oldest]).toEqual([410, 'CURSOR_EXPIRED', 4]);
  await expect(follow('', { 'last-event-id': '2' })).rejects.toThrow(/^410 /);
  expect((await list('?after=3')).items[0]?.position).toBe(4);
  expect((await list()).items[0]?.position).toBe(4);

  const other = await startTestApi({ databaseUrl: api.databaseUrl });
  const reader = await EventReader.open(`${other.url}/api/v1/events/stream`, { authorization: `Bearer ${other.adminToken}` });
  await other.close();
  await reader.until(({ ended }) => ended);
});
