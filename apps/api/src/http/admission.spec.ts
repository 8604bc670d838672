import { expect, it } from 'vitest';
import { Admission } from './admission.js';

const LIMITS = { burst: 8, least: 3, most: 20, withinMs: 1_000 };

/** Lets requests in until one is refused. */
const fill = (admission: Admission): number[] => {
  const entered: number[] = [];
  for (let at = admission.enter(); at !== null; at = admission.enter()) entered.push(at);
  return entered;
};

it('lets a burst in at once after a quiet time, and one more for each that ends', () => {
  const admission = new Admission(() => 0, LIMITS);
  expect(fill(admission)).toHaveLength(8);
  admission.leave(0);
  expect([admission.enter(), admission.enter()]).toEqual([0, null]);
});

it('lets in as many as end in a second, but never more than the most', () => {
  let now = 0;
  const admission = new Admission(() => now, LIMITS);
  for (let turn = 0; turn < 12; turn += 1) {
    const at = admission.enter();
    now += 50;
    admission.leave(at ?? 0);
  }
  expect(admission.limit).toBe(12);
  for (let turn = 0; turn < 50; turn += 1) admission.leave(admission.enter() ?? 0);
  expect(admission.limit).toBe(20);
  now += 1_100;
  expect(admission.limit).toBe(8);
});

it('gathers no crowd while answers are slow: as many as end in a second, and at least a few', () => {
  let now = 0;
  const admission = new Admission(() => now, LIMITS);
  const entered = fill(admission);
  now = 4_000;
  for (const at of entered.slice(0, 5)) admission.leave(at);
  expect([admission.limit, admission.inFlight]).toEqual([5, 3]);
  now = 5_200;
  expect(admission.limit).toBe(3);
  expect(admission.enter()).toBeNull();
});

it('takes a database that hangs for slow after a second, and is as before when it answers again', () => {
  let now = 0;
  const admission = new Admission(() => now, LIMITS);
  const entered = fill(admission);
  now = 900;
  expect(admission.limit).toBe(8);
  now = 1_100;
  expect(admission.limit).toBe(3);
  now = 30_000;
  for (const at of entered) admission.leave(at);
  now += 1_100;
  expect([admission.limit, admission.inFlight]).toEqual([8, 0]);
});
