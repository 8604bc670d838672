import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PromotionViews } from '#application/queries/promotion-views';
import { startTestApi, type TestApi } from '#testing/api/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

interface Line {
  readonly level: string;
  readonly requestId?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The lines of one request, which may be written just after its answer came. */
async function linesOf(requestId: string, count: number, from = api): Promise<readonly Line[]> {
  return vi.waitFor(() => {
    const lines = from
      .log()
      .trimEnd()
      .split('\n')
      .map((line): Line => JSON.parse(line))
      .filter((line) => line.requestId === requestId);
    expect(lines).toHaveLength(count);
    return lines;
  });
}

it('writes one line for a refused request: route template, status, time and actor, found by the request id', async () => {
  const { id, token } = await api.signUp('reader');
  const headers = { 'x-request-id': 'refused-1' };
  await api.request('GET', '/api/v1/promotions/prm_private?cursor=private', { headers, token });
  const [line] = await linesOf('refused-1', 1);
  expect(line).toMatchObject({ level: 'info', context: 'Http', data: { method: 'GET', status: 404, ms: expect.any(Number) } });
  expect(line?.data?.['route']).toBe('/api/v1/promotions/:id');
  expect(line?.data?.['actor']).toBe(id);
  expect(api.log()).not.toContain('private');
  expect(api.log()).not.toContain(token);
});

it.each([
  ['without a credential', '/api/v1/me', 401, null],
  ['no such route', '/api/v1/"},{"level":"fatal', 404, null],
  ['a malformed address', '/api/v1/promotions/%ff', 400, null],
])('also writes it for %s', async (name, path, status, token) => {
  const requestId = `also-${name.replaceAll(' ', '-')}`;
  expect((await api.request('GET', path, { token, headers: { 'x-request-id': requestId } })).status).toBe(status);
  expect(await linesOf(requestId, 1)).toMatchObject([{ level: 'info', data: { status, actor: null } }]);
  expect(api.log()).not.toContain('fatal');
});

it('says beside it why a request failed, under the same request id', async () => {
  const views = api.app.get(PromotionViews, { strict: false });
  const spy = vi.spyOn(views, 'find').mockRejectedValue(new Error('the disk burns'));
  await api.request('GET', '/api/v1/promotions/prm_1', { headers: { 'x-request-id': 'failed-1' } });
  spy.mockRestore();
  const lines = await linesOf('failed-1', 2);
  expect(lines.map(({ level }) => level)).toEqual(['error', 'info']);
  expect(lines[0]).toMatchObject({ msg: 'the disk burns' });
});

it('keeps what went well for the level debug', async () => {
  await api.request('GET', '/livez', { headers: { 'x-request-id': 'fine-1' } });
  await api.request('GET', '/nowhere', { headers: { 'x-request-id': 'after-fine' } });
  await linesOf('after-fine', 1);
  await linesOf('fine-1', 0);
  const loud = await startTestApi({ env: { LOG_LEVEL: 'debug' } });
  await loud.request('GET', '/livez', { headers: { 'x-request-id': 'fine-2' } });
  expect(await linesOf('fine-2', 1, loud)).toMatchObject([{ level: 'debug', data: { route: '/livez', status: 200 } }]);
  await loud.close();
});
