// The usual way, as a control: a BullMQ job per delivery on Postgres, its handler one signed POST. Nothing but the job is stored.
import { Pool } from 'undici';
import { prepareServer, Worker } from '#queue/queue-connection';
import { PER_DELIVERY_QUEUE } from '../lib/job-per-delivery.js';
import { signedPost } from '../lib/pure-posts.js';

const CONCURRENCY = 32;
const connection = { kind: 'postgres', connectionString: process.env['DATABASE_URL'] ?? '' } as const;
const url = process.env['RECEIVER'] ?? '';
const receiver = new Pool(url, { connections: CONCURRENCY, pipelining: 1 });

await prepareServer(connection);
const worker = new Worker<{ readonly promotionId: string }>(
  PER_DELIVERY_QUEUE,
  async (job) => {
    const answer = await receiver.request({ method: 'POST', path: '/job', ...signedPost(job.id ?? '', job.data.promotionId) });
    await answer.body.dump();
  },
  { connection, concurrency: CONCURRENCY, stalledInterval: Number(process.env['STALLED_MS'] ?? 30_000) },
);
await worker.waitUntilReady();
process.once('SIGTERM', () => process.exit(0));
process.send?.({ url });
