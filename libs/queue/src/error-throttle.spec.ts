import { expect, it } from 'vitest';
import { throttleErrors } from './error-throttle.js';

it('logs the first error at once, then one per interval with the number left out', () => {
  let now = 0;
  const lines: [string, number][] = [];
  const report = throttleErrors(
    (error, suppressed) => lines.push([error.message, suppressed]),
    5_000,
    () => now,
  );

  report(new Error('first'));
  report(new Error('second'));
  now = 4_999;
  report(new Error('third'));
  now = 5_000;
  report(new Error('fourth'));
  now = 10_000;
  report(new Error('fifth'));

  expect(lines).toEqual([
    ['first', 0],
    ['fourth', 2],
    ['fifth', 0],
  ]);
});

it('survives a logger that throws', () => {
  const report = throttleErrors(() => {
    throw new Error('disk full');
  });

  expect(() => report(new Error('away'))).not.toThrow();
});
