import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Counter, Gauge, Registry } from 'prom-client';
import { sharedReading } from '#platform/metrics/shared-reading';
import { crowdFailures } from '../core/crowd-failures.js';
import { Database } from '../core/database.js';
import { DatabaseHealth } from '../core/database-health.js';

/** What an operator watches of the database as this process sees it: whether it answers, whether its tables are there, its connections. */
@Injectable()
export class DatabaseMetrics {
  constructor(registry: Registry, database: Database, health: DatabaseHealth) {
    const registers = [registry];
    const check = sharedReading(() => health.check());
    const missing: Gauge = new Gauge({
      name: 'slipway_missing_migrations',
      help: 'Migrations that this release needs and that the database does not have; as last seen while the database is away',
      registers,
      collect: async () => {
        const state = await check();
        if (state.state !== 'away') missing.set(state.state === 'behind' ? state.missing.length : 0);
      },
    });
    const up: Gauge = new Gauge({
      name: 'slipway_database_up',
      help: '1 while the database answers this process, else 0',
      registers,
      collect: async () => {
        up.set((await check()).state === 'away' ? 0 : 1);
      },
    });
    const pools = { requests: database.pool, searches: database.searchPool };
    const connections: Gauge<'pool' | 'state'> = new Gauge({
      name: 'slipway_database_connections',
      help: 'Connections of this process to the database',
      labelNames: ['pool', 'state'],
      registers,
      collect: () =>
        eachPool(pools, (name, pool) => {
          connections.set({ pool: name, state: 'idle' }, pool.idleCount);
          connections.set({ pool: name, state: 'busy' }, pool.totalCount - pool.idleCount);
        }),
    });
    const crowds: Counter = new Counter({
      name: 'slipway_database_crowds_failed_total',
      help: 'Callers of this process that shared a statement which failed for all of them',
      registers,
      collect: () => {
        crowds.reset();
        crowds.inc(crowdFailures.callers);
      },
    });
    const waiting: Gauge<'pool'> = new Gauge({
      name: 'slipway_database_waiting',
      help: 'Statements of this process that wait for a connection',
      labelNames: ['pool'],
      registers,
      // With idle ones there, who counts as waiting gets one in the same turn of the event loop.
      collect: () => eachPool(pools, (name, pool) => waiting.set({ pool: name }, pool.idleCount > 0 ? 0 : pool.waitingCount)),
    });
  }
}

function eachPool(pools: Readonly<Record<string, pg.Pool>>, see: (name: string, pool: pg.Pool) => void): void {
  for (const [name, pool] of Object.entries(pools)) see(name, pool);
}
