import { setTimeout as pause } from 'node:timers/promises';
import { createPostgresBackend, withBackend } from 'bullmq';
import pg from 'pg';
import { startFaultProxy } from '#testing/cluster/fault-proxy';
import { until } from '#testing/cluster/until';
import { startPrivatePostgres } from '#testing/postgres/private-postgres';

/** Nobody waits longer for a control. */
const PATIENCE_MS = 30_000;
const NAME = 'bench-restart';

/** A worker of BullMQ with its own settings: milliseconds from Postgres being up to the first job that it runs. */
export async function restartOfDefaultWorker(): Promise<number> {
  const postgres = await startPrivatePostgres();
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const connection = { connectionString: postgres.connectionString, migrate: true };
  let ran = 0;
  const worker = new Worker(NAME, () => Promise.resolve(void (ran = performance.now())), { connection });
  const queue = new Queue(NAME, { connection });
  worker.on('error', () => undefined);
  queue.on('error', () => undefined);
  // Its listening connection has no listener of errors for moments.
  const ignore = (): void => undefined;
  process.on('uncaughtException', ignore);
  // At work when Postgres is killed, as ours is: one that waits for a signal just then is told of the lost connection, and is back at once.
  let adding = true;
  const load = Array.from({ length: 4 }, async () => {
    while (adding) {
      await queue.add('again', {}).catch(() => undefined);
      await pause(2);
    }
  });
  try {
    await until('the first job', () => ran > 0);
    await pause(1_000);
    await postgres.kill();
    await pause(500);
    await postgres.restart();
    const up = performance.now();
    await until('a job that runs', () => ran > up);
    return ran - up;
  } finally {
    adding = false;
    await Promise.race([Promise.allSettled(load), pause(2_000)]);
    await Promise.race([Promise.allSettled([worker.close(true), queue.close()]), pause(2_000)]);
    await postgres.stop();
    process.off('uncaughtException', ignore);
  }
}

/** A pool of `pg` with its own settings behind a blackhole; says when it was back, from the start. */
export async function blackholeOfDefaultPool(blackholeMs: number): Promise<string> {
  const postgres = await startPrivatePostgres();
  const proxy = await startFaultProxy(Number(new URL(postgres.connectionString).port));
  const url = new URL(postgres.connectionString);
  url.port = String(proxy.port);
  const pool = new pg.Pool({ connectionString: url.href });
  pool.on('error', () => undefined);
  let answered = 0;
  const clients = Array.from({ length: 10 }, async () => {
    for (;;) {
      try {
        await pool.query('SELECT 1');
        answered = performance.now();
      } catch {
        return;
      }
      await pause(5);
    }
  });
  try {
    await until('an answer', () => answered > 0);
    proxy.set('blackhole');
    const start = performance.now();
    await pause(blackholeMs);
    proxy.set('pass');
    const end = performance.now();
    while (answered < end && performance.now() - end < PATIENCE_MS) await pause(20);
    return answered > end ? `back after ${((answered - start) / 1_000).toFixed(2)} s` : `not back within ${PATIENCE_MS / 1_000} s`;
  } finally {
    await proxy.close();
    await Promise.allSettled(clients);
    await Promise.race([pool.end(), pause(1_000)]);
    await postgres.stop();
  }
}
