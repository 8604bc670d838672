import type { QueueKind } from './cluster.js';

/** Where the queue of a run of the fault tests lives: on Postgres, or on Redis with `SLIPWAY_FAULTS_QUEUE=redis`. */
export const QUEUE_OF_RUN: QueueKind = process.env['SLIPWAY_FAULTS_QUEUE'] === 'redis' ? 'redis' : 'postgres';
