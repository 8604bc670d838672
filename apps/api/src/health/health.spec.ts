import { expect, it, onTestFinished } from 'vitest';
import { Database } from '#persistence/core/database';
import { startTestApi, type TestApi, type TestApiOverrides } from '#testing/api/test-api';
import { QueueHealth } from './queue-health.js';

async function start(overrides: TestApiOverrides = {}): Promise<TestApi> {
  const api = await startTestApi(overrides);
  onTestFinished(() => api.close());
  return api;
}

const probe = (api: TestApi, path: string) => api.request(`GET`, path, { token: null });

it('is ready with the queue away, and says that it is degraded', async () => {
  const away: QueueHealth = { check: () => Promise.resolve('degraded') };
  const api = await start({ adapters: [{ provide: QueueHealth, useValue: away }] });
  expect(await probe(api, '/readyz')).toMatchObject({ status: 200, json: { status: 'degraded', database: 'ready', queue: 'degraded' } });
});

it('is not ready while a migration is missing, and names it', async () => {
  const api = await start();
  await api.database.pool.query('UPDATE _prisma_migrations SET finished_at = NULL');
  const answer = await probe(api, '/readyz');
  expect(answer).toMatchObject({
    status: 503,
    json: { status: 'unavailable', database: 'behind', missingMigrations: expect.arrayContaining(['20261121000000_main_job']) },
  });
  expect(answer.headers.get('retry-after')).toBe('1');
  expect((await probe(api, '/livez')).status).toBe(200);
  await api.database.pool.query('UPDATE _prisma_migrations SET finished_at = now()');
  expect(await probe(api, '/readyz')).toMatchObject({ status: 200, json: { status: 'ready' } });

  // However many ask, none of whom needs a credential, they take one connection from those who work.
  const { pool } = api.app.get(Database);
  const query = pool.query.bind(pool);
  let running = 0;
  let most = 0;
  Object.assign(pool, {
    query: (...what: Parameters<typeof query>) => {
      most = Math.max(most, (running += 1));
      return Promise.resolve(query(...what)).finally(() => (running -= 1));
    },
  });
  const answers = await Promise.all(Array.from({ length: 100 }, () => probe(api, '/readyz')));
  expect([new Set(answers.map(({ status }) => status)), most]).toEqual([new Set([200]), 1]);
});

it('writes what it knows of tokens before it ends', async () => {
  const api = await start();
  const { id, token } = await api.signUp('reader');
  await api.request('GET', '/api/v1/promotions', { token });
  await api.app.close();
  expect(await api.database.client.apiToken.findFirst({ where: { holderId: id } })).toMatchObject({ lastUsedAt: expect.any(Date) });
});
