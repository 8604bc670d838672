import { expect, it } from 'vitest';
import { runBurst } from '#testing/load/burst';

/** BURST_PROMOTIONS, BURST_MODELS, BURST_ENDPOINTS. */
const number = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const PROMOTIONS = number('BURST_PROMOTIONS', 10_000);
const MODELS = number('BURST_MODELS', 1_000);
const ENDPOINTS = number('BURST_ENDPOINTS', 20);

/** What a process may grow by under it: far less than the burst's own bytes (200,000 deliveries of about a kilobyte). */
const GROWTH = 192 * 1024 * 1024;

it('delivers ten thousand promotions over a thousand models to twenty endpoints in full, in bounded memory', async () => {
  const report = await runBurst({ promotions: PROMOTIONS, models: MODELS, endpoints: ENDPOINTS, clients: 64, withinMs: 1_800_000 });
  console.log(JSON.stringify(report, null, 2));
  expect(report.acknowledged).toBe(Math.ceil(PROMOTIONS / MODELS) * MODELS);
  expect(report.undelivered).toBe(0);
  expect(report.arrived).toEqual(Array.from({ length: ENDPOINTS }, () => ({ events: report.acknowledged, repeats: 0 })));
  expect(report.disordered).toBe(0);
  for (const { before, most } of Object.values(report.memory)) expect(most - before).toBeLessThan(GROWTH);
});
