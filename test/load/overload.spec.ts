import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import pg from 'pg';
import { Pool } from 'undici';
import { TwoProcesses } from '#testing/crash/two-processes';
import { createTestDatabase } from '#testing/database/test-database';

/** Far more than one process answers in a second, each on a connection of its own. */
const CALLERS = 1_000;
/** An answer that takes longer is a stall, on however slow a machine. */
const STALL_MS = 30_000;
/** Of a hundred refusals at the door 95 come sooner, also where the callers take half of the machine. */
const EARLY_MS = 3_000;
/** What was let in waits for 2 s at most (a connection, a lock), and is refused then: no refusal of any kind comes later. */
const LATEST_MS = 10_000;

interface Answer {
  readonly status: number;
  readonly code: string | null;
  readonly retryAfter: string | null;
  /** From the call to the end of the answer, a connection of its own included. */
  readonly ms: number;
  /** Refused before anything was done, and not by what it waited for. */
  readonly turnedAway: boolean;
}

let made: Awaited<ReturnType<typeof createTestDatabase>>;
let service: TwoProcesses;
let pool: Pool;
beforeAll(async () => {
  made = await createTestDatabase();
  service = await TwoProcesses.start(made.url);
  pool = new Pool(service.apiUrl, { connections: CALLERS + 50, pipelining: 1, headersTimeout: STALL_MS, bodyTimeout: STALL_MS });
});
afterAll(async () => {
  await pool.destroy();
  await service.stop();
  await made.drop();
});

const call = async (method: 'GET' | 'POST', path: string, body?: unknown, more: Record<string, string> = {}): Promise<Answer> => {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { authorization: `Bearer ${service.token}`, ...type, ...more };
  const from = performance.now();
  const answer = await pool.request({ method, path, headers, body: body === undefined ? null : JSON.stringify(body) });
  const text = await answer.body.text();
  const code = answer.statusCode < 300 ? null : String((JSON.parse(text) as { readonly code: string }).code);
  const { 'retry-after': retryAfter } = answer.headers;
  const turnedAway = answer.statusCode === 503 && text.includes('More requests are waiting');
  const ms = performance.now() - from;
  return { status: answer.statusCode, code, retryAfter: typeof retryAfter === 'string' ? retryAfter : null, ms, turnedAway };
};
/** A caller who means one and the same change however often it asks. */
const create = (name: string) => call('POST', '/api/v1/models', { name }, { 'idempotency-key': name });
const all = <T>(count: number, act: (index: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, index) => act(index)));

const storedNames = async (prefix: string): Promise<string[]> => {
  const client = new pg.Client({ connectionString: made.url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM registered_model WHERE name LIKE $1`, [`${prefix}-%`]);
  await client.end();
  return rows.map(({ name }) => name);
};

/** Nothing but success, or a refusal that says when to come again. */
const expectServedOrRefused = (answers: readonly Answer[]): void => {
  const odd = answers.filter(
    ({ status, code, retryAfter }) => status >= 300 && !(code === 'UNAVAILABLE' && status === 503 && Number(retryAfter) >= 1),
  );
  expect(odd).toEqual([]);
};

/** Early and never by a stall: how long the refusals took is told, and held to the bounds. */
const expectEarlyRefusals = (what: string, answers: readonly Answer[]): void => {
  const sorted = (some: readonly Answer[]): number[] => some.map(({ ms }) => Math.round(ms)).sort((a, b) => a - b);
  const refused = sorted(answers.filter(({ status }) => status === 503));
  const away = sorted(answers.filter(({ turnedAway }) => turnedAway));
  const after = (share: number): number => away[Math.floor((away.length - 1) * share)] ?? 0;
  const last = refused.at(-1) ?? 0;
  const times = `after ${after(0.5)} ms (half), ${after(0.95)} ms (95 %), ${after(1)} ms (last)`;
  console.log(
    `${what}: of ${answers.length} requests ${away.length} were refused at the door, ${times}; the last refusal of all after ${last} ms`,
  );
  expect(away.length).toBeGreaterThan(0);
  expect(after(0.95)).toBeLessThan(EARLY_MS);
  expect(last).toBeLessThan(LATEST_MS);
};

it('serves what it can and refuses the rest by 503 and Retry-After, loses nothing that it acknowledged, and serves all afterwards', async () => {
  const rounds = await all(CALLERS, async (caller) => {
    const answers = [await create(`crowd-${caller}`)];
    answers.push(await call('GET', '/api/v1/models?limit=50'));
    return answers;
  });
  const answers = rounds.flat();
  expectServedOrRefused(answers);
  const namesOf = (these: (first: Answer) => boolean): string[] =>
    rounds.flatMap(([first], caller) => (first !== undefined && these(first) ? [`crowd-${caller}`] : []));
  const created = namesOf(({ status }) => status === 201);
  expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
  expect(created.length).toBeGreaterThan(0);
  expectEarlyRefusals('a crowd', answers);

  // All that was acknowledged is there, and nothing of what was refused at the door.
  const stored = new Set(await storedNames('crowd'));
  expect(created.filter((name) => !stored.has(name))).toEqual([]);
  expect(namesOf(({ turnedAway }) => turnedAway).filter((name) => stored.has(name))).toEqual([]);
  // What was let in and refused may be there or not: asked again under its key it is acknowledged, as once done.
  const unsure = namesOf(({ status, turnedAway }) => status === 503 && !turnedAway);
  console.log(`let in and refused: ${unsure.length}, of which ${unsure.filter((name) => stored.has(name)).length} were done`);
  for (const name of unsure) expect((await create(name)).status).toBe(201);
  expect((await storedNames('crowd')).sort()).toEqual([...created, ...unsure].sort());
  expect((await all(50, (index) => create(`after-${index}`))).map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 201));
  expect((await service.call('GET', '/readyz')).status).toBe(200);
});

it('gathers no crowd before a database that hangs: most are refused while the first still wait, probes are answered, and then all is served', async () => {
  const client = new pg.Client({ connectionString: made.url });
  await client.connect();
  await client.query('BEGIN');
  await client.query('LOCK TABLE registered_model IN ACCESS EXCLUSIVE MODE');
  const crowd = all(CALLERS, (caller) => create(`hung-${caller}`));
  const probes = await Promise.all(['/livez', '/metrics'].map((path) => pool.request({ method: 'GET', path })));
  expect(probes.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  const metrics = (await Promise.all(probes.map(({ body }) => body.text()))).join('\n');
  expect(metrics).toContain('slipway_http_requests_in_flight');

  const answers = await crowd;
  expectServedOrRefused(answers);
  expect(answers.every(({ status }) => status === 503)).toBe(true);
  expectEarlyRefusals('a crowd before a database that hangs', answers);
  // All but those that stood inside at a time, of whom none stays longer than the limit of a lock.
  expect(answers.filter(({ turnedAway }) => turnedAway).length).toBeGreaterThan(CALLERS / 2);
  await client.query('ROLLBACK');
  await client.end();
  // As many as are let in at the slowest are served at once; in a while the crowd of before is welcome again.
  expect((await all(20, (index) => create(`freed-${index}`))).every(({ status }) => status === 201)).toBe(true);
  let turn = 0;
  await vi.waitFor(
    async () => {
      turn += 1;
      const again = await all(50, (index) => create(`served-${turn}-${index}`));
      expect(again.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 201));
    },
    { timeout: 20_000, interval: 100 },
  );
  // Whoever had been let in and was refused may ask again under the same key.
  const unsure = answers.flatMap(({ turnedAway }, caller) => (turnedAway ? [] : [`hung-${caller}`]));
  for (const name of unsure) expect((await create(name)).status).toBe(201);
  expect((await storedNames('hung')).sort()).toEqual([...unsure].sort());
  const { body } = await pool.request({ method: 'GET', path: '/metrics' });
  const refused = /slipway_http_requests_refused_total (\d+)/.exec(await body.text());
  expect(Number(refused?.[1])).toBeGreaterThan(CALLERS / 2);
});
