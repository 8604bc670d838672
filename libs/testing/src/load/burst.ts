import pg from 'pg';
import { Pool } from 'undici';
import { TwoProcesses } from '../crash/two-processes.js';
import { createTestDatabase } from '../database/test-database.js';
import { CrowdReceiver } from './crowd-receiver.js';

/** A burst of promotions, all asked for at once by so many clients. */
interface BurstOptions {
  readonly promotions: number;
  readonly models: number;
  readonly endpoints: number;
  readonly clients: number;
  /** Milliseconds for everything to arrive. */
  readonly withinMs: number;
  /** Such as REDIS_URL. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What came of it. */
interface BurstReport {
  /** Promotions that were acknowledged. */
  readonly acknowledged: number;
  /** Answers that refused for overload, each tried again. */
  readonly refused: number;
  /** Of each endpoint: events that arrived, and how many of those more than once. */
  readonly arrived: readonly { readonly events: number; readonly repeats: number }[];
  /** First attempts that started before that of an earlier event of the same model at the same endpoint. */
  readonly disordered: number;
  readonly undelivered: number;
  /** The largest that `/metrics` showed. */
  readonly lagSeconds: number;
  /** Resident memory, before and at its most, of the API and the worker; and what of the worker's is in use, or waits to be collected. Bytes. */
  readonly memory: { readonly api: Range; readonly worker: Range; readonly workerHeap: Range };
  readonly seconds: { readonly promoting: number; readonly untilDelivered: number };
}

interface Range {
  readonly before: number;
  readonly most: number;
}

const SAMPLE_MS = 200;

/** Runs API and worker as processes of their own, promotes, and waits until every endpoint has every event. */
export async function runBurst(options: BurstOptions): Promise<BurstReport> {
  const made = await createTestDatabase();
  const service = await TwoProcesses.start(made.url, options.env);
  const receiver = await CrowdReceiver.start();
  const client = new pg.Client({ connectionString: made.url });
  const pool = new Pool(service.apiUrl, { connections: options.clients, pipelining: 1 });
  const watch = new Watch(service);
  let watching: NodeJS.Timeout | undefined;
  try {
    await client.connect();
    await seedModels(client, options.models);
    const paths = Array.from({ length: options.endpoints }, (_, index) => `/good/${index}`);
    for (const path of paths) await service.call('POST', '/api/v1/webhooks', { url: receiver.at(path), eventTypes: ['promotion.applied'] });
    await watch.sample();
    // A process that cannot be asked is one that is missing from the figures; the last sample is waited for.
    watching = setInterval(() => void watch.sample().catch(() => undefined), SAMPLE_MS);
    const start = performance.now();
    const { acknowledged, refused } = await promoteAll(pool, service.token, options);
    const promoting = (performance.now() - start) / 1_000;
    while (paths.some((path) => new Set(receiver.ids(path)).size < acknowledged) && performance.now() - start < options.withinMs)
      await passes(50);
    while ((await undelivered(client)) > 0 && performance.now() - start < options.withinMs) await passes(50);
    const untilDelivered = (performance.now() - start) / 1_000;
    clearInterval(watching);
    await watch.sample();
    return {
      acknowledged,
      refused,
      arrived: paths.map((path) => {
        const ids = receiver.ids(path);
        const events = new Set(ids).size;
        return { events, repeats: ids.length - events };
      }),
      disordered: await disordered(client),
      undelivered: await undelivered(client),
      lagSeconds: watch.lag,
      memory: { api: watch.api, worker: watch.worker, workerHeap: watch.workerHeap },
      seconds: { promoting, untilDelivered },
    };
  } finally {
    clearInterval(watching);
    await pool.destroy();
    await service.stop();
    await receiver.close();
    await client.end();
    await made.drop();
  }
}

/** Samples what the processes show of themselves. */
class Watch {
  lag = 0;
  api: Range = { before: 0, most: 0 };
  worker: Range = { before: 0, most: 0 };
  workerHeap: Range = { before: 0, most: 0 };

  constructor(private readonly service: TwoProcesses) {}

  async sample(): Promise<void> {
    const [api, worker] = await Promise.all([this.service.call('GET', '/metrics'), this.service.worker('/metrics')]);
    this.lag = Math.max(this.lag, valueOf(worker.text, 'slipway_outbox_lag_seconds'));
    this.api = wider(this.api, valueOf(api.text, 'process_resident_memory_bytes'));
    this.worker = wider(this.worker, valueOf(worker.text, 'process_resident_memory_bytes'));
    this.workerHeap = wider(this.workerHeap, valueOf(worker.text, 'nodejs_heap_size_used_bytes'));
  }
}

function wider({ before, most }: Range, bytes: number): Range {
  return { before: before === 0 ? bytes : before, most: Math.max(most, bytes) };
}

function valueOf(metrics: string, name: string): number {
  const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics);
  if (found === null) throw new Error(`/metrics does not show ${name}`);
  return Number(found[1]);
}

/** Models with two READY versions each, straight into the tables. */
async function seedModels(client: pg.Client, models: number): Promise<void> {
  await client.query(
    `INSERT INTO registered_model (id, workspace, name, owner_type, owner_id, owner_name, last_version, last_change_at, created_at, updated_at)
     SELECT 'mdl_' || lpad(i::text, 26, '0'), 'default', 'burst-' || i, 'user', 'usr_seed', 'seed', 2, now(), now(), now() FROM generate_series(0, $1 - 1) AS i`,
    [models],
  );
  await client.query(
    `INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, description, lineage, creator_type, creator_id, creator_name, created_at, updated_at)
     SELECT 'ver_' || lpad((i * 10 + v)::text, 26, '0'), 'default', 'mdl_' || lpad(i::text, 26, '0'), v, 'READY', 'unverified', 's3://bucket/' || i || '/' || v, '', '{}',
       'user', 'usr_seed', 'seed', now(), now() FROM generate_series(0, $1 - 1) AS i, generate_series(1, 2) AS v`,
    [models],
  );
  await client.query(
    `INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, from_at, verified_at)
     SELECT id, workspace, model_id, id, version, 'None', false, 'registered', created_at, created_at FROM model_version`,
  );
}

/** Each model's versions take turns in Production; one client at a time works on a model, so every promotion can be applied. */
async function promoteAll(pool: Pool, token: string, { promotions, models, clients }: BurstOptions) {
  let [acknowledged, refused] = [0, 0];
  let next = 0;
  const each = Math.ceil(promotions / models);
  const promote = async (model: string, version: number): Promise<void> => {
    const answer = await pool.request({
      method: 'POST',
      path: '/api/v1/promotions',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, version, toStage: 'Production' }),
    });
    const text = await answer.body.text();
    if (answer.statusCode === 503) {
      refused += 1;
      await passes(1_000 * Number(answer.headers['retry-after']));
      return promote(model, version);
    }
    // 200 where a try that was answered by 503 had come through all the same: nobody knew then.
    if (answer.statusCode !== 201 && answer.statusCode !== 200)
      throw new Error(`the promotion of ${model} was answered by ${answer.statusCode}: ${text}`);
    acknowledged += 1;
  };
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < models) {
        const model = `burst-${next}`;
        next += 1;
        for (let turn = 0; turn < each; turn += 1) await promote(model, 1 + (turn % 2));
      }
    }),
  );
  return { acknowledged, refused };
}

async function undelivered(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM delivery WHERE state <> 'delivered')::int + (SELECT count(*) FROM event WHERE position IS NULL)::int AS count`,
  );
  return rows[0]?.count ?? NaN;
}

async function disordered(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int FROM (
       SELECT a.started_at < lag(a.started_at) OVER (PARTITION BY d.endpoint_id, d.model_id ORDER BY d.position) AS early
       FROM delivery d JOIN delivery_attempt a ON a.delivery_id = d.id AND a.number = 1 WHERE d.model_id IS NOT NULL) AS attempts WHERE early`,
  );
  return rows[0]?.count ?? NaN;
}

/** Time to look again, or as long as a server asked for. */
function passes(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
