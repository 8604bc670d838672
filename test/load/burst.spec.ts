import { expect, it } from 'vitest';
import { runBurst } from '#testing/load/burst';

/** Bytes that each process may grow by, as in burst.long.ts. */
const GROWTH = 200 * 1024 * 1024;

it('delivers a burst of promotions to twenty endpoints in full, once each, in the order of each model, and shows how far behind it is', async () => {
  const report = await runBurst({ promotions: 600, models: 60, endpoints: 20, clients: 32, withinMs: 150_000 });
  console.log(JSON.stringify(report));
  expect(report.acknowledged).toBe(600);
  expect(report.undelivered).toBe(0);
  expect(report.arrived).toEqual(Array.from({ length: 20 }, () => ({ events: 600, repeats: 0 })));
  expect(report.disordered).toBe(0);
  // Thirty-two clients promote faster than twelve thousand webhooks leave.
  expect(report.lagSeconds).toBeGreaterThan(0);
  for (const { before, most } of Object.values(report.memory)) expect(most - before).toBeLessThan(GROWTH);
}, 180_000);
