import { createJobWorker } from './job-worker.js';
import type { QueueConnection } from './queue-connection.js';

/*
 * A worker process for job-queue.spec.ts: takes a job, says so, and never ends it, until it is killed. Run by forkTypescript with the
 * connection as JSON.
 */
const connection: QueueConnection = JSON.parse(process.argv[2] ?? '');

createJobWorker(
  'drain',
  (payload) => {
    process.send?.({ took: payload.endpointId });
    return new Promise(() => undefined);
  },
  { connection, concurrency: 10, onError: (error) => process.stderr.write(`${error.message}\n`) },
);
