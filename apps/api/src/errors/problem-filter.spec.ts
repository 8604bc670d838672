import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createApi } from '#api/create-api';
import { ERROR_CODES } from '#domain/errors/error-code';
import { PromotionViews } from '#application/queries/promotion-views';
import { loadConfig } from '#platform/config/load-config';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi } from '#testing/api/test-api';
import { ERROR_MAP } from './error-map.js';
import { toSlipwayError } from './to-slipway-error.js';

/** Nothing listens on port 1. */
const NOWHERE = 'postgresql://slipway:pw@127.0.0.1:1/slipway';

async function withoutDatabase(): Promise<NestFastifyApplication> {
  const home = await mkdtemp(join(tmpdir(), 'slipway-api-'));
  const config = loadConfig({ SLIPWAY_HOME: home }, 'server');
  const app = await createApi({ config, databaseUrl: NOWHERE }, SlipwayLogger.create({ level: 'fatal' }));
  await app.init();
  onTestFinished(async () => {
    await app.close();
    await rm(home, { recursive: true, force: true });
  });
  return app;
}

it('answers 503 with Retry-After while the database is away, and lives', async () => {
  const app = await withoutDatabase();
  const headers = { host: 'localhost', authorization: 'Bearer some-token' };
  const answer = await app.inject({ method: 'GET', url: '/api/v1/promotions', headers });
  expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([503, 'UNAVAILABLE', '1']);
  const ready = await app.inject({ method: 'GET', url: '/readyz', headers });
  expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'unavailable', database: 'away' }]);
  expect((await app.inject({ method: 'GET', url: '/livez', headers })).statusCode).toBe(200);
});

it('tells nothing of a bug but where to look for it', async () => {
  const api = await startTestApi();
  onTestFinished(() => api.close());
  const views = api.app.get(PromotionViews, { strict: false });
  vi.spyOn(views, 'find').mockRejectedValue(new Error('connect to postgresql://slipway:hunter2@db failed at /srv/app.js:1'));
  const answer = await api.request<{ requestId: string }>('GET', '/api/v1/promotions/prm_1');
  expect(answer).toMatchObject({ status: 500, json: { code: 'INTERNAL' } });
  expect(answer.text).not.toMatch(/hunter2|app\.js|stack/);
  expect(api.log()).toContain(answer.json.requestId);
  expect(api.log()).not.toContain('hunter2');
});

it('does not blame the request for a statement that was cut off by its time limit', async () => {
  const api = await startTestApi();
  onTestFinished(() => api.close());
  const { client } = api.database;
  const cut = client.$transaction([client.$executeRaw`SET LOCAL statement_timeout = 20`, client.$queryRaw`SELECT pg_sleep(5)::text`]);
  expect(await cut.then(() => undefined, toSlipwayError)).toMatchObject({ code: 'UNAVAILABLE', retryAfter: 1 });
});

it('answers a change that waits for a lock by 503 and Retry-After', async () => {
  const api = await startTestApi();
  onTestFinished(() => api.close());
  await seedModel(api.database, 'busy', 1);
  const holder = await api.database.pool.connect();
  await holder.query('BEGIN');
  await holder.query(`SELECT 1 FROM registered_model WHERE name = 'busy' FOR UPDATE`);
  const answer = await api.request('POST', '/api/v1/promotions', { body: { model: 'busy', version: 1, toStage: 'Staging' } });
  await holder.query('ROLLBACK');
  holder.release();
  expect(answer).toMatchObject({ status: 503, json: { code: 'UNAVAILABLE' } });
  expect(answer.headers.get('retry-after')).toBe('1');
});

it('knows a status for every code', () => {
  expect(Object.keys(ERROR_MAP).sort()).toEqual(Object.keys(ERROR_CODES).sort());
});
