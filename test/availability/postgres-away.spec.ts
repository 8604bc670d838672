import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { startFreezableProxy, type FreezableProxy } from '#testing/crash/freezable-proxy';
import { TwoProcesses, type TimedAnswer } from '#testing/crash/two-processes';
import { startPrivatePostgres, type PrivatePostgres } from '#testing/postgres/private-postgres';

/** For an answer while the database refuses connections. */
const REFUSED_MS = 3_000;
/** And while it says nothing at all: a statement is given 2.5 s (Database), the end of its transaction as long again; the rest is for the machine. */
const SILENT_MS = 8_000;
const LONG_MS = 240_000;
const CLIENTS = 8;

let postgres: PrivatePostgres;
let proxy: FreezableProxy;
let service: TwoProcesses;
beforeAll(async () => {
  postgres = await startPrivatePostgres();
  const url = new URL(postgres.connectionString);
  proxy = await startFreezableProxy(Number(url.port));
  url.port = String(proxy.port);
  service = await TwoProcesses.start(url.href);
}, LONG_MS);
afterAll(async () => {
  await service.stop();
  await proxy.close();
  await postgres.stop();
}, LONG_MS);

it.each(['first', 'second'])(
  'answers 503 in time while Postgres is killed, and comes back by itself with nothing lost (%s time)',
  async (time) => {
    await goAway(`killed-${time}`, { take: () => postgres.kill(), giveBack: () => postgres.restart(), limitMs: REFUSED_MS });
  },
  LONG_MS,
);

it(
  'answers 503 in time while Postgres is silent behind open connections, and comes back by itself',
  async () => {
    await goAway('silent', { take: () => proxy.freeze(), giveBack: () => proxy.thaw(), limitMs: SILENT_MS });
  },
  LONG_MS,
);

/** A way for a database to go away, and the longest time for an answer meanwhile. */
interface Outage {
  take(): Promise<void> | void;
  giveBack(): Promise<void> | void;
  readonly limitMs: number;
}

async function goAway(model: string, { take, giveBack, limitMs }: Outage): Promise<void> {
  onTestFailed(() => void process.stderr.write(service.log()));
  await service.model(model, 2);
  const load = new Load(model);
  const clients = Array.from({ length: CLIENTS }, () => load.run());
  await load.more(4 * CLIENTS);
  await take();
  load.away = true;
  try {
    await load.more(2 * CLIENTS);
    await expectAway(limitMs);
  } finally {
    load.stop();
    await Promise.all(clients);
    await giveBack();
  }
  const start = performance.now();
  const ready = async () => [(await service.call('GET', '/readyz')).status, (await service.worker('/readyz')).status];
  await expect.poll(ready, { timeout: 30_000, interval: 50 }).toEqual([200, 200]);
  await service.model(`${model}-after`, 1);
  const after = await service.promote(`${model}-after`, 1);
  expect(after.status).toBe(201);
  await expect.poll(() => service.arrived(), { timeout: 30_000, interval: 50 }).toContain(after.json['id']);
  process.stderr.write(`Postgres was ${model}: first delivery ${Math.round(performance.now() - start)} ms after it was back\n`);
  await expect.poll(() => service.arrived(), { timeout: 60_000, interval: 50 }).toEqual(expect.arrayContaining(load.promised()));
  expect(service.alive).toBe(true);

  // Nobody hung, what came in while it was away got a proper 503, and what was cut off got one too or was done.
  expect(load.all.filter(({ ms }) => ms >= limitMs)).toEqual([]);
  expect(load.whileAway.length).toBeGreaterThanOrEqual(CLIENTS);
  for (const answer of load.whileAway) expect(answer).toMatchObject(UNAVAILABLE);
  for (const answer of load.all) expect([200, 201, 503]).toContain(answer.status);
  for (const answer of load.all.filter(({ status }) => status === 503)) expect(answer).toMatchObject(UNAVAILABLE);
}

const UNAVAILABLE = {
  status: 503,
  type: expect.stringMatching(/^application\/problem\+json/),
  retryAfter: expect.stringMatching(/^[1-9]\d*$/),
  json: { code: 'UNAVAILABLE', status: 503 },
};

async function expectAway(limitMs: number): Promise<void> {
  const [live, ready, workerLive, workerReady] = await Promise.all([
    service.call('GET', '/livez'),
    service.call('GET', '/readyz'),
    service.worker('/livez'),
    service.worker('/readyz'),
  ]);
  expect([live.status, workerLive.status]).toEqual([200, 200]);
  for (const answer of [ready, workerReady]) {
    expect(answer).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/), json: { database: 'away' } });
    expect(answer.ms).toBeLessThan(limitMs);
  }
}

/** Clients that read, and promote to and fro, without a pause. */
class Load {
  away = false;
  readonly all: TimedAnswer[] = [];
  /** Of requests that began while the database was away. */
  readonly whileAway: TimedAnswer[] = [];
  private ended = false;

  constructor(private readonly model: string) {}

  stop(): void {
    this.ended = true;
  }

  async run(): Promise<void> {
    for (let turn = 1; !this.ended; turn += 1) {
      const wasAway = this.away;
      const answer =
        turn % 3 === 0 ? await service.call('GET', `/api/v1/models/${this.model}`) : await service.promote(this.model, 1 + (turn % 2));
      this.all.push(answer);
      if (wasAway) this.whileAway.push(answer);
    }
  }

  /** Resolves when so many more answers have come. */
  async more(count: number): Promise<void> {
    const wanted = this.all.length + count;
    await expect.poll(() => this.all.length, { timeout: 60_000, interval: 10 }).toBeGreaterThanOrEqual(wanted);
  }

  /** Ids of the promotions that were answered 201. */
  promised(): unknown[] {
    return this.all.flatMap(({ status, json }) => (status === 201 ? [json['id']] : []));
  }
}
