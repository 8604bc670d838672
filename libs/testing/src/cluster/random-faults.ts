import { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.js';
import type { ServiceProcess } from './service-process.js';

/** Something that goes wrong with a cluster, and is over (and put right, as an operator or an orchestrator does) when it resolves. */
export interface RandomFault {
  readonly name: string;
  run(cluster: Cluster, random: () => number): Promise<void>;
}

/** How long ways are gone, milliseconds. */
const SHORT_MS = 1_000;
const LONG_MS = 3_000;
/** Longer than every lease: those of deliveries last 25 s. */
const ZOMBIE_MS = 27_000;

function pick<T>(from: readonly T[], random: () => number): T {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error('there is nothing to pick');
  return found;
}

async function killed(process: ServiceProcess): Promise<void> {
  await process.kill();
  await process.boot();
}

/** Not a wait for anything: the length of a fault. */
async function stopped(process: ServiceProcess, ms: number): Promise<void> {
  process.freeze();
  await pause(ms);
  process.resume();
}

/** Everything that can be done to a cluster whose queue is on Postgres. */
export const FAULTS: readonly RandomFault[] = [
  { name: 'kill an API', run: ({ apis }, random) => killed(pick(apis, random)) },
  { name: 'kill a worker', run: ({ workers }, random) => killed(pick(workers, random)) },
  { name: 'kill all workers', run: async ({ workers }) => void (await Promise.all(workers.map(killed))) },
  {
    name: 'kill Postgres',
    run: async ({ postgres }, random) => {
      await postgres.kill();
      await pause(random() * SHORT_MS);
      await postgres.restart();
    },
  },
  { name: 'stop a worker for a moment', run: ({ workers }, random) => stopped(pick(workers, random), 500 + random() * LONG_MS * 2) },
  { name: 'stop an API for a moment', run: ({ apis }, random) => stopped(pick(apis, random), 500 + random() * LONG_MS * 2) },
  {
    name: 'stop a worker longer than every lease',
    run: async ({ workers }, random) => {
      // Each second time only: it takes as long as all others together.
      if (random() < 0.5) await stopped(pick(workers, random), ZOMBIE_MS);
    },
  },
  {
    name: 'blackhole to Postgres',
    run: async ({ toPostgres }, random) => {
      toPostgres.set('blackhole');
      await pause(SHORT_MS + random() * (LONG_MS - SHORT_MS));
      toPostgres.set('pass');
    },
  },
  {
    name: 'reset to Postgres',
    run: async ({ toPostgres }, random) => {
      toPostgres.set('reset');
      await pause(random() * SHORT_MS);
      toPostgres.set('pass');
    },
  },
  {
    name: 'slow way to Postgres',
    run: async ({ toPostgres }, random) => {
      toPostgres.set(5 + random() * 40);
      await pause(LONG_MS);
      toPostgres.set('pass');
    },
  },
];

/** What can be done to Redis, too. */
export const REDIS_FAULTS: readonly RandomFault[] = [
  {
    name: 'kill Redis',
    run: async ({ redis }, random) => {
      await redis?.kill();
      await pause(random() * SHORT_MS);
      await redis?.restart();
    },
  },
  {
    name: 'FLUSHALL',
    run: async ({ redis }) => {
      const client = new Redis(redis?.url ?? '', { lazyConnect: true });
      client.on('error', () => undefined);
      await client.connect();
      await client.flushall();
      client.disconnect();
    },
  },
  {
    name: 'blackhole to Redis',
    run: async ({ toRedis }, random) => {
      toRedis?.set('blackhole');
      await pause(SHORT_MS + random() * (LONG_MS - SHORT_MS));
      toRedis?.set('pass');
    },
  },
  {
    name: 'reset to Redis',
    run: async ({ toRedis }, random) => {
      toRedis?.set('reset');
      await pause(random() * SHORT_MS);
      toRedis?.set('pass');
    },
  },
];
