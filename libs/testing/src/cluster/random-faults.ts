import { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.js';
import { fakeClock } from './fake-clock.js';
import type { FaultProxy, ProxyMode } from './fault-proxy.js';
import { randomOf } from './random-of.js';
import type { ServiceProcess } from './service-process.js';
import { until } from './until.js';

/** Something that goes wrong with a cluster, and is over (and put right, as an operator or an orchestrator does) when it resolves. */
export interface RandomFault {
  readonly name: string;
  /** What it happens to; faults of different things may happen at once. */
  readonly to: 'api' | 'worker' | 'postgres' | 'redis';
  run(cluster: Cluster, random: () => number): Promise<void>;
}

/** How long ways are gone, milliseconds. */
const SHORT_MS = 1_000;
const LONG_MS = 3_000;
/** Longer than every lease on what a promotion sets off: those of deliveries last 25 s. */
const ZOMBIE_MS = 27_000;
/** How often two happen at once. */
const TOGETHER = 0.3;

function pick<T>(from: readonly T[], random: () => number): T {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error('there is nothing to pick');
  return found;
}

/** Moments, at each of which one thing goes wrong, or two at once. */
export function planOf(seed: number, faults: readonly RandomFault[], moments: number): readonly (readonly RandomFault[])[] {
  const random = randomOf(seed);
  return Array.from({ length: moments }, () => {
    const first = pick(faults, random);
    if (random() >= TOGETHER) return [first];
    return [
      first,
      pick(
        faults.filter(({ to }) => to !== first.to),
        random,
      ),
    ];
  });
}

async function killed(process: ServiceProcess, more: Readonly<Record<string, string>> = {}): Promise<void> {
  await process.kill();
  await process.boot(more);
}

/** Not a wait for anything: the length of a fault. */
async function stopped(process: ServiceProcess, ms: number): Promise<void> {
  process.freeze();
  await pause(ms);
  process.resume();
}

async function gone(way: FaultProxy | null, mode: ProxyMode, ms: number): Promise<void> {
  way?.set(mode);
  await pause(ms);
  way?.set('pass');
}

/** A worker dies, and its next life has a clock that is so far off; the life after that one has the right one again. */
function wrongClock(by: string): RandomFault[] {
  const env = fakeClock(by);
  if (env === null) return [];
  return [{ name: `a worker's clock is off by ${by}`, to: 'worker', run: ({ workers }, random) => killed(pick(workers, random), env) }];
}

/** Everything that can be done to a cluster whose queue is on Postgres. */
export const FAULTS: readonly RandomFault[] = [
  { name: 'kill an API', to: 'api', run: ({ apis }, random) => killed(pick(apis, random)) },
  { name: 'kill a worker', to: 'worker', run: ({ workers }, random) => killed(pick(workers, random)) },
  { name: 'kill all workers', to: 'worker', run: async ({ workers }) => void (await Promise.all(workers.map((one) => killed(one)))) },
  {
    name: 'kill Postgres',
    to: 'postgres',
    run: async ({ postgres }, random) => {
      await postgres.kill();
      await pause(random() * SHORT_MS);
      await postgres.restart();
    },
  },
  {
    name: 'stop a worker for a moment',
    to: 'worker',
    run: ({ workers }, random) => stopped(pick(workers, random), 500 + random() * LONG_MS * 2),
  },
  {
    name: 'stop an API for a moment',
    to: 'api',
    run: ({ apis }, random) => stopped(pick(apis, random), 500 + random() * LONG_MS * 2),
  },
  {
    name: 'stop a worker longer than every lease',
    to: 'worker',
    run: ({ workers }, random) => stopped(pick(workers, random), ZOMBIE_MS),
  },
  ...wrongClock('+2m'),
  ...wrongClock('-2m'),
  {
    name: 'blackhole to Postgres',
    to: 'postgres',
    run: ({ toPostgres }, random) => gone(toPostgres, 'blackhole', SHORT_MS + random() * (LONG_MS - SHORT_MS)),
  },
  { name: 'reset to Postgres', to: 'postgres', run: ({ toPostgres }, random) => gone(toPostgres, 'reset', random() * SHORT_MS) },
  { name: 'slow way to Postgres', to: 'postgres', run: ({ toPostgres }, random) => gone(toPostgres, 5 + random() * 40, LONG_MS) },
];

/** What can be done to Redis, too. */
export const REDIS_FAULTS: readonly RandomFault[] = [
  {
    name: 'kill Redis',
    to: 'redis',
    run: async ({ redis }, random) => {
      await redis?.kill();
      await pause(random() * SHORT_MS);
      await redis?.restart();
    },
  },
  {
    name: 'FLUSHALL',
    to: 'redis',
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
    to: 'redis',
    run: ({ toRedis }, random) => gone(toRedis, 'blackhole', SHORT_MS + random() * (LONG_MS - SHORT_MS)),
  },
  { name: 'reset to Redis', to: 'redis', run: ({ toRedis }, random) => gone(toRedis, 'reset', random() * SHORT_MS) },
];

/** What can be done where Postgres keeps its data on a small disk. */
export const DISK_FAULTS: readonly RandomFault[] = [
  {
    name: 'disk of Postgres full',
    to: 'postgres',
    run: async ({ disk, postgres, client }, random) => {
      await disk?.fill();
      const found = async (): Promise<boolean> => {
        const body = { name: `full-${Math.floor(random() * 1e12)}`, description: 'x'.repeat(9_000) };
        const { status } = await client.call('POST', '/api/v1/models', body);
        return status === 503 || !postgres.alive;
      };
      await until('a command that finds no room', found);
      await disk?.free();
      // Without room for its log Postgres ends by itself.
      if (!postgres.alive) await postgres.restart();
    },
  },
];
