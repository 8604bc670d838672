import { expect, it, onTestFinished } from 'vitest';
import { runBurst } from '#testing/load/burst';
import { missingPeer } from '#testing/peers/peer';
import { startRedis } from '#testing/redis/redis-server';

/** BURST_PROMOTIONS, BURST_MODELS, BURST_ENDPOINTS. */
const number = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const PROMOTIONS = number('BURST_PROMOTIONS', 10_000);
const MODELS = number('BURST_MODELS', 1_000);
const ENDPOINTS = number('BURST_ENDPOINTS', 20);

/**
 * MiB of heap that each process may have: less than the bytes of the burst (200,000 deliveries of 1.7 kB, 340 MB), so that one that kept them would end for want of
 * memory. What a process grows by without a limit says less: V8 lets garbage stand while there is room for it.
 */
const HEAP_MIB = 192;
/** Bytes that each may grow by: room for that heap to fill, and for what lies outside it. */
const GROWTH = 200 * 1024 * 1024;

it.for(['Postgres', 'Redis'])(
  'delivers ten thousand promotions over a thousand models to twenty endpoints in full, in bounded memory, with the queue on %s',
  async (queue, { skip }) => {
    const redis = queue === 'Redis' ? await startRedis() : null;
    if (queue === 'Redis' && redis === null) skip(missingPeer('redis-server'));
    onTestFinished(() => redis?.stop());
    const env = { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}`, ...(redis === null ? {} : { REDIS_URL: redis.url }) };
    const report = await runBurst({ promotions: PROMOTIONS, models: MODELS, endpoints: ENDPOINTS, clients: 64, withinMs: 1_800_000, env });
    console.log(`queue on ${queue}: ${JSON.stringify(report, null, 2)}`);
    expect(report.acknowledged).toBe(Math.ceil(PROMOTIONS / MODELS) * MODELS);
    expect(report.undelivered).toBe(0);
    expect(report.arrived).toEqual(Array.from({ length: ENDPOINTS }, () => ({ events: report.acknowledged, repeats: 0 })));
    expect(report.disordered).toBe(0);
    expect(report.lagSeconds).toBeGreaterThan(0);
    for (const { before, most } of Object.values(report.memory)) expect(most - before).toBeLessThan(GROWTH);
  },
);
