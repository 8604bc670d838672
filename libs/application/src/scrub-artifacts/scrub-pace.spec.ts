import { expect, it } from 'vitest';
import { ScrubPace } from './scrub-pace.js';

const MIB = 1024 * 1024;
const taken = (bytesPerSecond: number, seconds: number, turns: number): number[] => {
  const pace = new ScrubPace(bytesPerSecond);
  return Array.from({ length: turns }, () => pace.take(seconds) / MIB);
};

it.each([
  ['a chunk every second turn', 4 * MIB, 1, 4, [0, 8, 0, 8]],
  ['several chunks a turn', 16 * MIB, 2, 2, [32, 32]],
  ['less than a chunk in many turns', MIB, 2, 5, [0, 0, 0, 8, 0]],
  ['nothing where it is off', 0, 60, 3, [0, 0, 0]],
])('reads %s', (_name, rate, seconds, turns, expected) => {
  expect(taken(rate, seconds, turns)).toEqual(expected);
});

it('does not make up for hours in which the process slept', () => {
  const pace = new ScrubPace(MIB);
  expect(pace.take(3_600)).toBe(3_600 * MIB - (3_600 % 8) * MIB);
  expect(pace.take(1)).toBeLessThanOrEqual(8 * MIB);
});
