import { once } from 'node:events';
import { prepareServer, Queue } from '#queue/queue-connection';
import { Cluster } from '#testing/cluster/cluster';
import { fakeClock } from '#testing/cluster/fake-clock';
import { until } from '#testing/cluster/until';
import { settle } from '#testing/cluster/what-is-left';
import { startReceiver } from '#testing/effects/receiver';
import { runProgram } from '#testing/operation/run-program';
import { startPrivatePostgres } from '#testing/postgres/private-postgres';
import { PER_DELIVERY_QUEUE } from './job-per-delivery.js';

/** Executions of each side. */
const EXECUTIONS = 50;
/** Longer than our locks of jobs (5 s), and than two looks for stalled jobs. */
const SLOW_MS = 6_000;
/** Longer than a process takes to start on a machine that does other work too, so that the second worker comes while the first is at work. */
const SLOW_CONTROL_MS = 20_000;
/** How often the control looks for jobs that stand still: as often as ours; its default of 30 s would need executions of more than a minute. */
const STALLED_MS = '2000';
const SERVER = new URL(`../servers/job-per-delivery.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** How many deliveries were sent more than once though no worker died: one worker's clock is right, one is ahead and one behind by so much. */
export async function stolenFromOurs(by: string): Promise<number> {
  const workerEnv = [{}, fakeClock(`+${by}`) ?? {}, fakeClock(`-${by}`) ?? {}];
  const cluster = await Cluster.start({ apis: 1, workers: 3, workerEnv });
  try {
    const { client, receiver } = cluster;
    await client.model('clocks', EXECUTIONS);
    await settle(cluster.database);
    const before = receiver.received.length;
    receiver.delayMs = SLOW_MS;
    for (let version = 1; version <= EXECUTIONS; version += 1) await client.promote('clocks', version);
    await until('the executions', () => receiver.received.length >= before + EXECUTIONS, 300_000);
    receiver.delayMs = 0;
    await settle(cluster.database, 180_000);
    return receiver.received.length - new Set(receiver.received.map(({ id }) => id)).size;
  } finally {
    await cluster.stop();
  }
}

/** The same of a BullMQ job per delivery on Postgres: how many a second worker, whose clock is off, takes from the first while that works on them. */
export async function stolenByDefault(by: string): Promise<number> {
  const postgres = await startPrivatePostgres();
  const receiver = await startReceiver(204);
  receiver.delayMs = SLOW_CONTROL_MS;
  const env = { DATABASE_URL: postgres.connectionString, RECEIVER: new URL(receiver.url).origin, STALLED_MS };
  const connection = { kind: 'postgres', connectionString: postgres.connectionString } as const;
  await prepareServer(connection);
  const queue = new Queue(PER_DELIVERY_QUEUE, { connection });
  const programs = [runProgram(SERVER, env)];
  try {
    await queue.waitUntilReady();
    const jobs = Array.from({ length: EXECUTIONS }, (_, n) => ({
      name: 'deliver',
      data: { promotionId: '' },
      opts: { jobId: `job-${n}` },
    }));
    await queue.addBulk(jobs);
    await until('work', () => receiver.received.length > 0);
    const other = runProgram(SERVER, { ...env, ...fakeClock(by) });
    programs.push(other);
    await once(other.child, 'message');
    await until('the executions', async () => (await queue.getJobCountByTypes('wait', 'active')) === 0, 240_000);
    return receiver.received.length - EXECUTIONS;
  } finally {
    for (const { child } of programs) child.kill('SIGKILL');
    await Promise.all(programs.map(({ ended }) => ended));
    await queue.close();
    await receiver.close();
    await postgres.stop();
  }
}
