import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { AuthorizationWorld } from '#testing/api/authorization-world';
import { startTestApi, type TestAnswer, type TestApi } from '#testing/api/test-api';
import { startPrivatePostgres, type PrivatePostgres } from '#testing/postgres/private-postgres';
import type { Call } from '../authorization/route-row.js';
import { ROUTE_ROWS } from '../authorization/route-rows.js';
import { INSIDES } from './nasty-values.js';

interface ProblemJson {
  readonly code: string;
}

let postgres: PrivatePostgres;
let api: TestApi;
const calls: { readonly route: string; readonly call: Call }[] = [];

beforeAll(async () => {
  postgres = await startPrivatePostgres();
  await migrate(postgres.connectionString, { migrationsDir: migrationsFolder() });
  api = await startTestApi({ databaseUrl: postgres.connectionString, onDatabaseError: () => undefined });
  const world = new AuthorizationWorld(api, 'a', '', await api.tokenFor('reader'));
  const admin = await api.signUp('admin');
  for (const { route, least, call } of ROUTE_ROWS.filter((row) => row.least !== 'public')) {
    calls.push({ route: `${route} ${least}`, call: await call(world, { column: 'admin', type: 'user', ...admin }) });
  }
});
afterAll(async () => {
  await api.close();
  await postgres.stop();
});

function send(route: string, { path, body, headers }: Call): Promise<TestAnswer<ProblemJson | null>> {
  const [method = ''] = route.split(' ', 1);
  return api.request(method, path, { ...(body === undefined ? {} : { body }), ...(headers === undefined ? {} : { headers }) });
}

/** Asks again as a client does: after as long as the answer says. */
async function untilServed<T>(ask: () => Promise<TestAnswer<T>>): Promise<TestAnswer<T>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask();
    if (answer.status !== 503 || tries === 30) return answer;
    await pause(Number(answer.headers.get('retry-after')) * 1_000);
  }
}

it('answers 503 with Retry-After at every route while Postgres is away, tells nothing of it, and serves again by itself', async () => {
  await postgres.kill();
  // For a second a credential is known without the database.
  await expect.poll(async () => (await api.request('GET', '/api/v1/audit/key')).status, { timeout: 10_000 }).toBe(503);
  const wrong: unknown[] = [];
  for (const { route, call } of calls) {
    const { status, json, headers, text } = await send(route, call);
    const right = status === 503 && json?.code === 'UNAVAILABLE' && Number(headers.get('retry-after')) >= 1;
    if (!right || INSIDES.test(text) || /ECONN|127\.0\.0\.1|terminat/.test(text)) wrong.push({ route, status, text });
  }
  expect(wrong).toEqual([]);
  expect((await api.request('GET', '/livez', { token: null })).status).toBe(200);
  expect((await api.request('GET', '/readyz', { token: null })).status).toBe(503);

  await postgres.restart();
  expect((await untilServed(() => api.request('POST', '/api/v1/models', { body: { name: 'after' } }))).status).toBe(201);
  expect((await untilServed(() => api.request('GET', '/readyz', { token: null }))).status).toBe(200);
});
