import { expect, it } from 'vitest';
import { Turns } from './turns.js';

it('runs no more at once than it may, in the order of coming, also when some fail', async () => {
  const turns = new Turns(3);
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const work = (number: number) => async (): Promise<number> => {
    begun.push(number);
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (number % 2 === 1) throw new Error(`${number}`);
    return number;
  };
  const numbers = Array.from({ length: 20 }, (_, number) => number);
  const done = await Promise.allSettled(numbers.map((number) => turns.take(work(number))));
  expect(done.map(({ status }) => status)).toEqual(numbers.map((number) => (number % 2 === 1 ? 'rejected' : 'fulfilled')));
  expect([most, begun]).toEqual([3, numbers]);
  expect(await turns.take(async () => running)).toBe(0);
});
