import { expect, it } from 'vitest';
import { ArrivingBodies } from './arriving-bodies.js';

it('cuts off the large body that has been coming the longest, and no small one, however many there are', () => {
  const bodies = new ArrivingBodies(10, 100);
  const cut: string[] = [];
  const begin = (name: string, bytes: number) => {
    const body = bodies.begin(() => cut.push(name));
    body.grow(bytes);
    return body;
  };
  for (let n = 0; n < 1_000; n += 1) begin(`small ${n}`, 10);
  begin('first', 50);
  const second = begin('second', 60);
  expect(cut).toEqual([]);
  begin('third', 40);
  expect(cut).toEqual(['first']);
  // What was done with, or cut off, gives its room back once.
  second.end();
  second.end();
  begin('fourth', 80);
  expect(cut).toEqual(['first']);
  begin('fifth', 30);
  expect(cut).toEqual(['first', 'third']);
});
