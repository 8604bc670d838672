import { expect, it } from 'vitest';
import { CHUNK_BYTES } from '../chunk-digests.js';
import { PartMemory } from './part-memory.js';

it('gives every upload a part of its own, and a second one to some', () => {
  const memory = new PartMemory();
  const own = Array.from({ length: 4 }, () => memory.begin());
  const spares = own.map(() => memory.spare());
  expect(spares.every((spare) => spare !== undefined)).toBe(true);
  expect(new Set([...own, ...spares]).size).toBe(8);
  for (const buffer of own) expect(buffer).toHaveLength(CHUNK_BYTES);
  memory.begin();
  expect(memory.spare()).toBeUndefined();
  memory.end(own[0] ?? Buffer.alloc(0), spares[0], true);
  expect(memory.spare()).toBeDefined();
  expect(memory.spare()).toBeUndefined();
});

it('gives few second parts where there are many uploads, and asks for those back that it gave before', () => {
  const memory = new PartMemory();
  const early = [memory.begin(), memory.begin()].map(() => memory.spare() ?? Buffer.alloc(0));
  expect(memory.isShort).toBe(false);
  const late = Array.from({ length: 5 }, () => memory.begin());
  expect(memory.isShort).toBe(true);
  for (const _ of late) expect(memory.spare()).toBeUndefined();
  memory.giveBack(early[0] ?? Buffer.alloc(0));
  expect(memory.isShort).toBe(false);
  memory.begin();
  expect(memory.isShort).toBe(true);
});

it('uses again what an upload gave back that was well, and keeps nothing when there are no uploads', () => {
  const memory = new PartMemory();
  const [whole, broken, last] = [memory.begin(), memory.begin(), memory.begin()];
  memory.end(whole, undefined, true);
  memory.end(broken, undefined, false);
  const [again, fresh] = [memory.begin(), memory.begin()];
  expect(again === whole).toBe(true);
  // Compared by identity: what an assertion would print of megabytes takes seconds.
  expect([whole, broken, last].includes(fresh)).toBe(false);
  for (const one of [last, again, fresh]) memory.end(one, undefined, true);
  expect([whole, last, fresh].includes(memory.begin())).toBe(false);
});
