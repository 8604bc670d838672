import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';
import { verifyExport } from '../../../../tools/audit-verify/verify-export.js';
import type { ReceivedWebhook } from '../effects/receiver.js';
import { invalidEvents } from '../events/validate-events.js';
import type { CrashWorld } from './crash-world.js';
import { pausesAreOver } from './time-passes.js';

/** A process that starts compiles its sources first, on machines that do other work too. */
const SETTLE_MS = 60_000;

/** What is still to be done, as numbers; all zero when the dust has settled. */
interface Waiting {
  readonly undispatched: number;
  readonly undelivered: number;
  readonly unsealed: number;
  readonly deploying: number;
}

/** Waits until nothing is left to do, letting pauses pass. */
export async function settled(world: CrashWorld): Promise<void> {
  const look = async (): Promise<Waiting | undefined> => {
    await pausesAreOver(world.database);
    const [row] = await world.database.client.$queryRaw<Waiting[]>`
      SELECT (SELECT count(*)::int FROM event WHERE position IS NULL) AS undispatched,
        (SELECT count(*)::int FROM delivery WHERE state <> 'delivered') AS undelivered,
        (SELECT count(*)::int FROM audit_unsealed) AS unsealed,
        (SELECT count(*)::int FROM deployment WHERE finished_at IS NULL) AS deploying`;
    return row;
  };
  const nothing: Waiting = { undispatched: 0, undelivered: 0, unsealed: 0, deploying: 0 };
  await expect.poll(look, { timeout: SETTLE_MS, interval: 100 }).toEqual(nothing);
}

/** Waits for the end of all work, and fails where anything was lost, done twice, changed or forged by a death. */
export async function expectWhole(world: CrashWorld): Promise<void> {
  await settled(world);
  await expectEvents(world);
  await expectPromotions(world);
  await expectDeploys(world);
  await expectAudit(world);
  expect(await invalidEvents(world.database)).toEqual([]);
}

/** Gapless numbers; one delivery each; arrived at least once, under one id, with one verified body that says what the row says. */
async function expectEvents({ database, endpoint, receiver }: CrashWorld): Promise<void> {
  const events = await database.client.event.findMany({ orderBy: { position: 'asc' } });
  expect(events.map(({ position }) => Number(position))).toEqual(events.map((_, index) => index + 1));
  for (const modelId of new Set(events.map((event) => event.modelId))) {
    const sequences = events.flatMap((event) => (event.modelId === modelId && event.sequence !== null ? [event.sequence] : []));
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  }
  const wanted = events.filter(({ position }) => Number(position) > endpoint.from);
  const deliveries = await database.client.delivery.findMany({ orderBy: { position: 'asc' } });
  expect(deliveries.map(({ eventId, endpointId }) => [eventId, endpointId])).toEqual(wanted.map(({ id }) => [id, endpoint.id]));

  const arrived = groupBy(receiver.received, ({ id }) => id);
  expect([...arrived.keys()].sort()).toEqual(wanted.map(({ id }) => id).sort());
  const webhook = new Webhook(endpoint.secret);
  for (const { id, type, position, sequence, data } of wanted) {
    const copies: readonly ReceivedWebhook[] = arrived.get(id) ?? [];
    expect(new Set(copies.map(({ body }) => body)).size, `bodies of ${type} ${id}`).toBe(1);
    for (const { body, headers } of copies) {
      const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])]);
      expect(webhook.verify(body, Object.fromEntries(names))).toMatchObject({ id, type, position: Number(position), sequence, data });
    }
  }
}

/** What was answered 201 is applied; who stands in Production stands there alone and is who was put there last. */
async function expectPromotions({ database, answered }: CrashWorld): Promise<void> {
  const applied = await database.client.promotion.findMany({ where: { state: 'applied' } });
  const ids = new Set(applied.map(({ id }) => id));
  expect([...answered].filter((id) => !ids.has(id))).toEqual([]);
  const events = await database.client.event.findMany({ where: { type: 'promotion.applied' } });
  expect(events).toHaveLength(applied.length);
  const moves = await database.client.event.findMany({
    where: { type: 'stage.changed', stage: 'Production' },
    orderBy: { sequence: 'asc' },
  });
  expect(moves.length).toBeGreaterThan(0);
  const standing = await database.client.stagePlacement.findMany({ where: { stage: 'Production', toAt: null } });
  for (const [modelId, ofModel] of groupBy(moves, (event) => event.modelId)) {
    const now = versionIn(ofModel.at(-1)?.data);
    expect(standing.flatMap((one) => (one.modelId === modelId ? [one.version] : []))).toEqual(now === null ? [] : [now]);
  }
}

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function versionIn(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'version' in data ? data.version : undefined;
}

/** No attempt of a deployment was dispatched twice; one that succeeded was dispatched. */
async function expectDeploys({ database, github }: CrashWorld): Promise<void> {
  expect(github.problems).toEqual([]);
  const sent = github.dispatches.map(({ inputs }) => `${inputs['deployment_id'] ?? ''}.${inputs['attempt'] ?? ''}`);
  expect(sent).toEqual([...new Set(sent)]);
  const succeeded = await database.client.deployment.findMany({ where: { state: 'succeeded' } });
  expect(sent).toEqual(expect.arrayContaining(succeeded.map(({ id, attempt }) => `${id}.${attempt}`)));
}

/** Every entry is in the chain once, the chain holds by the verifier that needs no database, and each applied promotion has its entry. */
async function expectAudit(world: CrashWorld): Promise<void> {
  const entries = await world.database.client.auditEntry.findMany();
  expect(await world.database.client.auditSeal.count()).toBeGreaterThanOrEqual(entries.length);
  const applied = await world.database.client.promotion.findMany({ where: { state: 'applied' } });
  const told = entries.flatMap(({ action, outcome, objectId }) =>
    (action === 'promotion.apply' || action === 'promotion.roll-back') && outcome === 'done' ? [objectId] : [],
  );
  expect(told.sort()).toEqual(applied.map(({ id }) => id).sort());

  const folder = await mkdtemp(join(tmpdir(), 'slipway-crash-audit-'));
  try {
    const file = join(folder, 'audit.ndjson');
    const exported = await world.text('/api/v1/audit/export');
    await writeFile(file, exported);
    for (const { id } of entries) expect(exported.split(id).length, `entry ${id} in the export`).toBeGreaterThan(1);
    const verdict = await verifyExport({ file, publicKeys: [await world.text('/api/v1/audit/key')], checkpoint: null });
    expect(verdict).toMatchObject({ code: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
