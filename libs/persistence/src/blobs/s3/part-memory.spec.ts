import { expect, it } from 'vitest';
import { CHUNK_BYTES } from '../chunk-digests.js';
import { PartMemory } from './part-memory.js';

it('gives every upload a part of its own, and a second one to some', () => {
  const memory = new PartMemory();
  const own = Array.from({ length: 8 }, () => memory.begin());
  const spares = own.map(() => memory.spare());
  expect(spares.map((spare) => spare !== undefined)).toEqual([true, true, true, true, false, false, false, false]);
  expect(new Set([...own, ...spares.slice(0, 4)]).size).toBe(12);
  for (const buffer of own) expect(buffer).toHaveLength(CHUNK_BYTES);
  memory.end(own[0] ?? Buffer.alloc(0), spares[0], true);
  expect(memory.spare()).toBeDefined();
  expect(memory.spare()).toBeUndefined();
});

it('uses again what an upload gave back that was well, and keeps nothing when there are no uploads', () => {
  const memory = new PartMemory();
  const [whole, broken, last] = [memory.begin(), memory.begin(), memory.begin()];
  memory.end(whole, undefined, true);
  memory.end(broken, undefined, false);
  const [again, fresh] = [memory.begin(), memory.begin()];
  expect(again).toBe(whole);
  expect([whole, broken, last]).not.toContain(fresh);
  for (const one of [last, again, fresh]) memory.end(one, undefined, true);
  expect([whole, last, fresh]).not.toContain(memory.begin());
});
