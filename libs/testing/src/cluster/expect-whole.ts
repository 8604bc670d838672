import { expect } from 'vitest';
import { invalidEvents } from '../events/validate-events.js';
import type { Cluster } from './cluster.js';
import type { IncumbentWatch } from './incumbent-watch.js';
import type { Load } from './load.js';
import { settle } from './what-is-left.js';
import { findWrongs, type Watched } from './wholeness.js';

/** Reads of a past instant over the API per load; all others are compared in the tables. */
const READ_AT = 25;

/**
 * Waits for the end of all work, and fails where anything was lost, done twice, changed or forged by what happened. Call it with the load
 * stopped and every process ready.
 */
export async function expectWhole(cluster: Cluster, loads: readonly Load[] = [], watches: readonly IncumbentWatch[] = []): Promise<void> {
  await settle(cluster.database);
  const { database, endpoints, github, client } = cluster;
  const answered = loads.flatMap((load) => load.acknowledged.map(({ id }) => id));
  await expectWholeness({ database, endpoints, github, text: (path: string) => client.text(path) }, answered);
  for (const watch of watches) {
    expect(watch.violations).toEqual([]);
    expect(watch.reads).toBeGreaterThan(0);
  }
  for (const load of loads) await expectOnce(cluster, load);
}

/** Fails where anything was lost, done twice, changed or forged. @param answered ids of promotions that were acknowledged to a client. */
export async function expectWholeness(watched: Watched, answered: Iterable<string>): Promise<void> {
  const wrongs = await findWrongs(watched, answered);
  if (wrongs.length > 0) throw new Error([`${wrongs.length} wrongs, of which:`, ...wrongs.slice(0, 10)].join('\n'));
  expect(await invalidEvents(watched.database)).toEqual([]);
}

/** Each command of the load was carried out once, however often it was sent, and the past reads as it was promised. */
async function expectOnce({ database, client }: Cluster, load: Load): Promise<void> {
  expect(load.unexpected).toEqual([]);
  for (const model of load.models) {
    const { id: modelId } = await database.client.registeredModel.findFirstOrThrow({ where: { name: model } });
    const versions = await database.client.modelVersion.findMany({ where: { modelId }, orderBy: { version: 'asc' } });
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
    expect(new Set(versions.slice(3).map(({ id }) => id))).toEqual(load.registered.get(model));
    const applied = await database.client.promotion.findMany({ where: { modelId, state: 'applied' } });
    const promised = load.acknowledged.filter((one) => one.model === model);
    expect(applied.map(({ id }) => id).sort()).toEqual(promised.map(({ id }) => id).sort());
  }
  const step = Math.max(1, Math.floor(load.acknowledged.length / READ_AT));
  for (const { id, model, version, stage } of load.acknowledged.filter((_, index) => index % step === 0)) {
    const { fromAt } = await database.client.stagePlacement.findFirstOrThrow({ where: { promotionId: id, version, stage } });
    const { json } = await client.must('GET', `/api/v1/models/${model}/stages/${stage}?at=${fromAt.toISOString()}`);
    expect(json['versions']).toContainEqual(expect.objectContaining({ version, promotionId: id }));
  }
}
