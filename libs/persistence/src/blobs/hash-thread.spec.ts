import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { HashThread } from './hash-thread.js';

const [first, second] = [Buffer.from('first half, '), Buffer.from('second half')];
const whole = createHash('sha256').update(first).update(second).digest('hex');

it('refuses to go on with a digest whose thread has ended, and begins others anew', async () => {
  const begun = new Promise<Worker>((resolve) => process.once('worker', resolve));
  const thread = new HashThread();
  const interrupted = thread.start();
  await interrupted.update(first);
  const worker = await begun;
  const ended = once(worker, 'exit');
  await worker.terminate();
  await ended;
  await expect(interrupted.update(second)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(interrupted.digest()).rejects.toMatchObject({ code: 'UNAVAILABLE' });

  const other = thread.start();
  await other.update(first);
  await other.update(second);
  expect(Buffer.from(await other.digest()).toString('hex')).toBe(whole);
});

it('tells who waits that the thread has ended', async () => {
  const begun = new Promise<Worker>((resolve) => process.once('worker', resolve));
  const hash = new HashThread().start();
  const updates = Array.from({ length: 50 }, () => Promise.resolve(hash.update(Buffer.alloc(1024 * 1024))));
  const outcomes = Promise.allSettled(updates);
  await (await begun).terminate();
  const last = (await outcomes).at(-1);
  expect(last).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } });
});
