import { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.js';
import type { ProxyMode } from './fault-proxy.js';
import type { Held } from './hold-at.js';
import { longerThanEveryLease } from './longest-lease.js';
import type { SmallDisk } from './small-disk.js';
import { BACK_MS, FIRST_MS, until } from './until.js';

/** How long connections are reset, and how long the way is a blackhole, milliseconds. */
const RESET_MS = 1_000;
const BLACKHOLE_MS = 3_000;

/**
 * Something that goes wrong while a process is held at a named point. Whoever is held goes on when it has begun and before it is over; it is over,
 * and put right as an operator or an orchestrator does, when it resolves.
 */
export interface NamedFault {
  readonly name: string;
  readonly needsRedis?: boolean;
  /** Milliseconds from its end within which something is delivered. */
  readonly backMs: number;
  strike(cluster: Cluster, held: Held): Promise<void>;
}

/** All ways from our processes to their servers. */
async function gone({ ways }: Cluster, held: Held, mode: ProxyMode, ms: number): Promise<void> {
  for (const way of ways) way.set(mode);
  held.goOn();
  // Not a wait for anything: the length of the fault.
  await pause(ms);
  for (const way of ways) way.set('pass');
}

/** What is done to a cluster at every named point. */
export const NAMED_FAULTS: readonly NamedFault[] = [
  {
    name: 'the process killed',
    backMs: FIRST_MS,
    strike: async (_, held) => {
      await held.process.kill();
      held.goOn();
      await held.process.boot();
    },
  },
  {
    name: 'the process stopped longer than every lease',
    backMs: FIRST_MS,
    strike: async ({ database }, held) => {
      held.process.freeze();
      held.goOn();
      await pause(await longerThanEveryLease(held.process.kind, database));
      held.process.resume();
    },
  },
  {
    name: 'Postgres killed',
    backMs: FIRST_MS,
    strike: async ({ postgres }, held) => {
      await postgres.kill();
      held.goOn();
      await postgres.restart();
    },
  },
  {
    name: 'Redis killed',
    backMs: FIRST_MS,
    needsRedis: true,
    strike: async ({ redis }, held) => {
      await redis?.kill();
      held.goOn();
      await redis?.restart();
    },
  },
  {
    name: 'FLUSHALL',
    backMs: FIRST_MS,
    needsRedis: true,
    strike: async ({ redis }, held) => {
      const client = new Redis(redis?.url ?? '', { lazyConnect: true });
      client.on('error', () => undefined);
      await client.connect();
      await client.flushall();
      held.goOn();
      client.disconnect();
    },
  },
  { name: 'connections reset', backMs: FIRST_MS, strike: (cluster, held) => gone(cluster, held, 'reset', RESET_MS) },
  { name: 'a blackhole of three seconds', backMs: BACK_MS, strike: (cluster, held) => gone(cluster, held, 'blackhole', BLACKHOLE_MS) },
];

/** For a cluster whose Postgres has a small disk: it is full until a command has found no room. */
export function diskFull(disk: SmallDisk): NamedFault {
  return {
    name: 'the disk of Postgres full',
    backMs: FIRST_MS,
    strike: async ({ client, postgres }, held) => {
      await disk.fill();
      held.goOn();
      await until('a command that finds no room', async () => {
        const { status } = await client.call('POST', '/api/v1/models', { name: `full-${Math.random()}`, description: 'x'.repeat(9_000) });
        return status === 503;
      });
      await disk.free();
      // Without room for its log Postgres ends by itself.
      if (!postgres.alive) await postgres.restart();
    },
  };
}
