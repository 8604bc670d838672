import { expect, it } from 'vitest';
import { ahead } from './ahead.js';

it('gives the same values in order, each fetched while the one before it is used', async () => {
  const log: string[] = [];
  async function* source(): AsyncGenerator<number, void, undefined> {
    for (let value = 1; value <= 3; value += 1) {
      log.push(`made ${value}`);
      yield value;
    }
  }
  for await (const value of ahead(source())) {
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`used ${value}`);
  }
  expect(log).toEqual(['made 1', 'made 2', 'used 1', 'made 3', 'used 2', 'used 3']);
});

it('fails in the place of the value that cannot be had, and not before', async () => {
  async function* source(): AsyncGenerator<number, void, undefined> {
    yield 1;
    await Promise.resolve();
    throw new Error('damaged');
  }
  const seen: number[] = [];
  const reading = (async () => {
    for await (const value of ahead(source())) {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(value);
    }
  })();
  await expect(reading).rejects.toThrow('damaged');
  expect(seen).toEqual([1]);
});

it('ends what it reads from where its reader stops, after what is under way', async () => {
  const log: string[] = [];
  async function* source(): AsyncGenerator<number, void, undefined> {
    try {
      yield 1;
      await new Promise((resolve) => setImmediate(resolve));
      log.push('read 2');
      yield 2;
      log.push('read 3');
    } finally {
      log.push('closed');
    }
  }
  for await (const value of ahead(source())) if (value === 1) break;
  expect(log).toEqual(['read 2', 'closed']);
});
