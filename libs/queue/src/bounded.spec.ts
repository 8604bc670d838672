import { expect, it } from 'vitest';
import { bounded, LimitExceededError, untilAborted } from './bounded.js';

const never = new Promise<never>(() => undefined);

it('answers what the work answers, and its error', async () => {
  await expect(bounded(Promise.resolve(7), 1_000)).resolves.toBe(7);
  await expect(bounded(Promise.reject(new Error('broken')), 1_000)).rejects.toThrow('broken');
});

it('gives up on work that does not end', async () => {
  await expect(bounded(never, 5)).rejects.toThrow(LimitExceededError);
});

it('stops waiting as soon as the signal aborts', async () => {
  const stop = new AbortController();
  const waiting = untilAborted(never, stop.signal);
  stop.abort(new Error('closed'));

  await expect(waiting).rejects.toThrow('closed');
  await expect(untilAborted(Promise.resolve(1), stop.signal)).rejects.toThrow('closed');
  await expect(untilAborted(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1);
});
