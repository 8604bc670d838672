import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { IDLE_IN_TRANSACTION_MS } from '#platform/postgres/lost-client';
import { Cluster } from '#testing/cluster/cluster';
import type { Load } from '#testing/cluster/load';
import { longerThanEveryLease } from '#testing/cluster/longest-lease';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { underLoad } from '#testing/cluster/under-load';
import { firstDeliveryAfter, until } from '#testing/cluster/until';

const LONG_MS = 600_000;
/** Between two tries of a promotion that got no answer yet, and between two rounds of promotions. */
const AGAIN_MS = 100;
const ROUND_MS = 250;
/** A model that the stopped API has locked in a transaction is free when the server ends that; the rest is for a busy machine. */
const HELD_BACK_MS = IDLE_IN_TRANSACTION_MS + 3_000;
/** About one a second, where an idle machine has ten. */
const FEWEST = 10;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ queue: QUEUE_OF_RUN });
}, LONG_MS);
afterAll(() => cluster.stop(), LONG_MS);

it(
  'outlives a worker that is stopped longer than every lease and then goes on as if nothing had been (a zombie)',
  async () => {
    await underLoad(cluster, 'zombie', async (load) => {
      const [zombie] = cluster.workers;
      zombie?.freeze();
      const frozen = performance.now();
      const over = frozen + (await longerThanEveryLease('worker', cluster.database));
      const delivery = await firstDeliveryAfter(cluster.receiver, frozen);
      process.stderr.write(`a worker was stopped: another delivered after ${Math.round(delivery)} ms\n`);
      await until('the end of all leases', () => performance.now() > over);
      await load.more(20);
      zombie?.resume();
      await until('the zombie', () => zombie?.isReady() ?? false);
    });
    expect(cluster.processes.every(({ alive }) => alive)).toBe(true);
  },
  LONG_MS,
);

/** Promotes a version of each model of the load by the API of that number; what it acknowledges counts as the load's. @returns how many. */
async function promoteEach(load: Load, round: number, api: number): Promise<number> {
  const stage = 'Production';
  const answers = load.models.map(async (model) => {
    // Each other time another one: what stands there already is not promoted.
    const version = 1 + (round % 2);
    const key = `beside-${model}-${round}`;
    const answer = await until(`a promotion of ${model} by the other API`, async () => {
      const told = await cluster.client.promote(model, version, key, stage, api);
      // The stopped one may hold a model's lock until the server ends its transaction.
      if (told.status !== 0 && told.status !== 503) return told;
      await pause(AGAIN_MS);
      return false;
    });
    // Else a rival has done the same.
    if (answer.status !== 201) return false;
    load.acknowledged.push({ id: answer.json.id, model, version, stage, at: answer.to });
    return true;
  });
  return (await Promise.all(answers)).filter(Boolean).length;
}

it(
  'promotes by the other API while one is stopped longer than every lease, and that one answers again when it goes on',
  async () => {
    await underLoad(cluster, 'stopped-api', async (load) => {
      const [stopped] = cluster.apis;
      stopped?.freeze();
      const over = performance.now() + (await longerThanEveryLease('api', cluster.database));
      let [acknowledged, longest] = [0, 0];
      for (let round = 0; performance.now() < over; round += 1) {
        const start = performance.now();
        acknowledged += await promoteEach(load, round, 1);
        longest = Math.max(longest, performance.now() - start);
        await pause(ROUND_MS);
      }
      expect(await stopped?.probe('/livez')).toBe(0);
      const tried = performance.now();
      stopped?.resume();
      await until('the stopped API', () => stopped?.isReady() ?? false);
      process.stderr.write(
        `an API was stopped: ${acknowledged} promotions by the other one meanwhile, each model's within ${Math.round(longest)} ms; ready ${Math.round(performance.now() - tried)} ms after it went on\n`,
      );
      expect(acknowledged).toBeGreaterThanOrEqual(FEWEST);
      expect(longest).toBeLessThan(HELD_BACK_MS);
      await load.more(20);
    });
    expect(cluster.processes.every(({ alive }) => alive)).toBe(true);
  },
  LONG_MS,
);
