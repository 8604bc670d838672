import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runWithRequestContext } from '#platform/logging/request-context';
import type { Span, Tracer } from '#platform/tracing/tracer';
import { useTracer } from '#platform/tracing/tracing';
import { contextOf, user } from '#testing/promotion/actors';
import { PromotionWorld } from '#testing/promotion/promotion-world';

// Promotions that come at the same time are applied together, in fewer transactions than there are promotions. Nobody must be able to tell.

let world: PromotionWorld;
beforeAll(async () => {
  world = await PromotionWorld.start();
});
afterAll(() => world.stop());
afterEach(() => useTracer(null));

const CROWD = 40;
const admin = user('bob', 'admin');
const promote = (model: string, version: number, more = {}) =>
  world.promote.execute(contextOf(admin, more), { model, version, toStage: 'Production', reason: `to ${version}` });

/** Models of that name, each with three versions of which the first is in production. */
async function models(name: string, count = CROWD): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const made = [];
  for (let n = 0; n < count; n += 1) made.push({ id: await world.model(`${name}-${n}`, 3), name: `${name}-${n}` });
  for (const model of made) await promote(model.name, 1);
  return made;
}

/** All that a promotion wrote, as JSON, without ids and times. */
async function written(modelId: string): Promise<unknown> {
  const { client } = world.database;
  const [promotions, placements, events, entries, model, versions] = await Promise.all([
    client.promotion.findMany({ where: { modelId }, orderBy: { createdAt: 'asc' } }),
    client.stagePlacement.findMany({ where: { modelId }, orderBy: [{ fromAt: 'asc' }, { version: 'asc' }] }),
    client.event.findMany({ where: { modelId }, orderBy: { sequence: 'asc' } }),
    client.auditEntry.findMany({ where: { modelId }, orderBy: { ordinal: 'asc' } }),
    client.registeredModel.findUniqueOrThrow({ where: { id: modelId } }),
    client.modelVersion.findMany({ where: { modelId }, orderBy: { version: 'asc' } }),
  ]);
  const names = new Map<string, string>();
  const text = JSON.stringify({ promotions, placements, events, entries, model, versions }, (key, value: unknown) =>
    typeof value === 'bigint' || key === 'ordinal' ? 'a number' : value,
  );
  const same = text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a time')
    .replace(
      /[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}/g,
      (id) => names.get(id) ?? (names.set(id, `${id.slice(0, 3)} ${names.size}`), names.get(id) ?? id),
    )
    .replaceAll(/(crowd|alone)-\d+/g, 'a model');
  return JSON.parse(same);
}

it('applies promotions of many models at once, in fewer transactions, and writes of each what it writes of one that is alone', async () => {
  const crowd = await models('crowd');
  const [lonely] = await models('alone', 1);
  await promote('alone-0', 2);
  const outcomes = await Promise.all(crowd.map(({ name }) => promote(name, 2)));
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(crowd.map(() => 'applied'));
  const own = await written(lonely?.id ?? '');
  for (const { id } of crowd) expect(await written(id)).toEqual(own);
  const ids = outcomes.map(({ promotionId }) => promotionId);
  const [row] = await world.database.client.$queryRaw<{ transactions: number }[]>`
    SELECT count(DISTINCT xmin::text)::int AS transactions FROM promotion WHERE id = ANY(${ids})`;
  expect(row?.transactions).toBeLessThan(CROWD);
  // The answer shows what is there.
  const { view } = outcomes[7] ?? {};
  const there = await world.database.client.promotion.findUniqueOrThrow({ where: { id: ids[7] ?? '' } });
  expect(view?.appliedAt).toEqual(there.appliedAt);
});

it('does not hold up the others while somebody holds one of the models, and applies that one afterwards', async () => {
  const crowd = await models('held', 12);
  const held = crowd[5] ?? { id: '', name: '' };
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let locked = (): void => undefined;
  const isLocked = new Promise<void>((resolve) => (locked = resolve));
  const holder = world.database.client.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM registered_model WHERE id = ${held.id} FOR NO KEY UPDATE`;
    locked();
    await released;
  });
  await isLocked;
  const all = crowd.map(({ name }) => promote(name, 2));
  const others = await Promise.all(all.filter((_, index) => index !== 5));
  expect(others.every(({ outcome }) => outcome === 'applied')).toBe(true);
  expect(await world.inStage(held.id, 'Production')).toEqual([1]);
  release();
  await holder;
  expect((await all[5])?.outcome).toBe('applied');
  expect(await world.inStage(held.id, 'Production')).toEqual([2]);
});

it('lets rivals of few models within a crowd each have their way, one after the other', async () => {
  const few = await models('few', 4);
  const outcomes = await Promise.all(Array.from({ length: CROWD }, (_, n) => promote(`few-${n % 4}`, 2 + (Math.floor(n / 4) % 2))));
  for (const { promotionId } of outcomes) expect(await world.stateOf(promotionId)).toBe('applied');
  for (const { id } of few) {
    expect(await world.inStage(id, 'Production')).toHaveLength(1);
    const sequences = await world.database.client.event.findMany({
      where: { modelId: id },
      orderBy: { sequence: 'asc' },
      select: { sequence: true },
    });
    expect(sequences.map(({ sequence }) => sequence)).toEqual(sequences.map((_, index) => index + 1));
  }
});

it('applies once what comes twice under one key within a crowd', async () => {
  const crowd = await models('keyed', 10);
  const keyed = (name: string, key: string, bodyHash: string) =>
    promote(name, 2, { idempotency: { route: 'POST /api/v1/promotions', key, bodyHash } });
  const twice = crowd.slice(0, 8).flatMap(({ name }, n) => [keyed(name, `key-${n}`, 'h'), keyed(name, `key-${n}`, 'h')]);
  // One key for two bodies.
  const torn = Promise.allSettled([keyed('keyed-8', 'torn', 'h'), keyed('keyed-9', 'torn', 'other')]);
  const outcomes = await Promise.all(twice);
  for (const [index, { id }] of crowd.slice(0, 8).entries()) {
    expect(new Set([outcomes[2 * index]?.outcome, outcomes[2 * index + 1]?.outcome])).toEqual(new Set(['applied', 'replayed']));
    expect(outcomes[2 * index]?.promotionId).toBe(outcomes[2 * index + 1]?.promotionId);
    expect(await world.inStage(id, 'Production')).toEqual([2]);
    expect(await world.database.client.promotion.count({ where: { modelId: id } })).toBe(2);
  }
  const ends: unknown[] = (await torn).map((one) => (one.status === 'fulfilled' ? one.value.outcome : one.reason.code));
  expect(new Set(ends)).toEqual(new Set(['applied', 'IDEMPOTENCY_KEY_REUSED']));
});

it('applies all of a crowd on connections whose plans were made when the tables were nearly empty', async () => {
  const young = await PromotionWorld.start();
  try {
    const names = Array.from({ length: 60 }, (_, n) => `young-${n}`);
    for (const name of names) await young.model(name, 3);
    const id = await young.model('large', 1);
    const all = (version: number) =>
      Promise.allSettled(
        names.map((model) => young.promote.execute(contextOf(admin), { model, version, toStage: 'Production', reason: '' })),
      );
    for (const version of [1, 2]) await all(version);
    const { client } = young.database;
    // By turns: all at once may take longer than a statement may.
    for (let from = 2; from <= 30_000; from += 3_000) {
      const to = Math.min(from + 2_999, 30_000);
      await client.$executeRaw`
        INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, creator_type, creator_id, creator_name, created_at, updated_at)
        SELECT 'large_v' || g, 'default', ${id}, g, 'READY', 'verified', 's3://x', 'user', 'u', 'u', now(), now() FROM generate_series(${from}::int, ${to}::int) g`;
      await client.$executeRaw`
        INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, from_at, verified_at)
        SELECT 'large_p' || g, 'default', ${id}, 'large_v' || g, g, 'None', false, 'registered', now(), now() FROM generate_series(${from}::int, ${to}::int) g`;
    }
    const ends = await all(3);
    expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
  } finally {
    await young.stop();
  }
}, 60_000);

it('stores with the events of each the trace that it belongs to', async () => {
  const crowd = await models('traced', 12);
  useTracer(onlyNames);
  const traceOf = (index: number): string => `00-${String(index).padStart(32, '0')}-00000000000000aa-01`;
  await Promise.all(
    crowd.map(({ name }, index) =>
      runWithRequestContext({ span: onlyNames.start(name, { parent: traceOf(index) }) }, () => promote(name, 2)),
    ),
  );
  for (const [index, { id }] of crowd.entries()) {
    const events = await world.database.client.event.findMany({ where: { modelId: id, NOT: { traceparent: null } } });
    expect(events.map(({ traceparent }) => traceparent)).toEqual(events.map(() => traceOf(index)));
    expect(events.length).toBeGreaterThan(0);
  }
});

/** A tracer whose spans are their parents and go nowhere. */
const onlyNames: Tracer = {
  start: (_, { parent }): Span => ({
    traceId: parent?.slice(3, 35) ?? '',
    traceparent: parent ?? '',
    set: () => undefined,
    fail: () => undefined,
    end: () => undefined,
  }),
  close: () => Promise.resolve(),
};
