import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import type { Database } from '#persistence/core/database';
import { verifyExport } from '../../../../tools/audit-verify/verify-export.js';
import type { ReceivedWebhook, Receiver } from '../effects/receiver.js';
import type { GithubContractServer } from '../github/github-contract-server.js';

/** How far the time of a signature may be from its arrival (Standard Webhooks, its libraries). */
const TOLERANCE_MS = 300_000;

const TRIES = 5;

/** An endpoint of every event, and who takes them. */
export interface WatchedEndpoint {
  readonly id: string;
  readonly secret: string;
  readonly receiver: Receiver;
  /** Events up to this position are older than the endpoint. */
  readonly from: number;
  readonly ordered: boolean;
}

/** What must be whole after anything that happened to the service. */
export interface Watched {
  readonly database: Database;
  readonly endpoints: readonly WatchedEndpoint[];
  readonly github: GithubContractServer;
  /** A body of the service that is not JSON. */
  text(path: string): Promise<string>;
}

/** An event as the table has it. */
interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly modelId: string | null;
  readonly sequence: number | null;
  readonly position: bigint | null;
  readonly data: unknown;
}

/**
 * Everything that was lost, done twice, changed or forged, each a sentence; none where all is whole. Ask when nothing is left to do
 * (`settle`).
 * @param answered ids of promotions that were acknowledged to a client.
 */
export async function findWrongs(watched: Watched, answered: Iterable<string>): Promise<string[]> {
  const ids = [...answered];
  for (let left = TRIES; ; left -= 1) {
    try {
      return await look(watched, ids);
    } catch (error) {
      // It only reads, and a machine that does other work too may be too slow for the limits of a connection.
      if (left === 0) throw error;
    }
  }
}

async function look(watched: Watched, answered: readonly string[]): Promise<string[]> {
  const events = await watched.database.client.event.findMany({ orderBy: { position: 'asc' } });
  const all = await Promise.all([
    ...watched.endpoints.map((endpoint) => wrongDeliveries(watched, endpoint, events)),
    wrongPromotions(watched, events, answered),
    wrongDeploys(watched),
    wrongAudit(watched),
  ]);
  return [...wrongNumbers(events), ...all.flat()];
}

/** Positions are gapless over all, sequences over each model. */
function wrongNumbers(events: readonly EventRow[]): string[] {
  const wrongs = gaps(
    'positions',
    events.map(({ position }) => Number(position)),
  );
  for (const [modelId, ofModel] of groupBy(events, (event) => event.modelId)) {
    if (modelId === null) continue;
    const sequences = ofModel.map(({ sequence }) => sequence ?? 0).sort((one, other) => one - other);
    wrongs.push(...gaps(`sequences of ${modelId}`, sequences));
  }
  return wrongs;
}

function gaps(what: string, numbers: readonly number[]): string[] {
  const at = numbers.findIndex((number, index) => number !== index + 1);
  return at === -1 ? [] : [`${what}: ${numbers[at]} where ${at + 1} belongs`];
}

/** One delivery per event; it arrived at least once, under one id, with one verified body that says what the row says. */
async function wrongDeliveries({ database }: Watched, endpoint: WatchedEndpoint, events: readonly EventRow[]): Promise<string[]> {
  const wrongs: string[] = [];
  const wanted = events.filter(({ position }) => Number(position) > endpoint.from);
  const rows = await database.client.delivery.findMany({ where: { endpointId: endpoint.id }, orderBy: { position: 'asc' } });
  if (rows.map(({ eventId }) => eventId).join() !== wanted.map(({ id }) => id).join()) {
    wrongs.push(`${endpoint.id} has ${rows.length} deliveries for ${wanted.length} events, or not theirs`);
  }
  const arrived = groupBy(endpoint.receiver.received, ({ id }) => id);
  const webhook = new Webhook(endpoint.secret);
  for (const event of wanted) {
    const copies = arrived.get(event.id) ?? [];
    if (copies.length === 0) wrongs.push(`${event.type} ${event.id} never arrived at ${endpoint.id}`);
    if (new Set(copies.map(({ body }) => body)).size > 1) wrongs.push(`${event.id} arrived with several bodies`);
    for (const copy of copies) if (!isOf(webhook, copy, event)) wrongs.push(`a webhook of ${event.id} does not verify as its event`);
  }
  const known = new Set(wanted.map(({ id }) => id));
  for (const id of arrived.keys()) if (!known.has(id)) wrongs.push(`a webhook ${id} arrived that is no event`);
  if (endpoint.ordered) wrongs.push(...outOfOrder(endpoint.receiver.received));
  return wrongs;
}

function isOf(webhook: Webhook, received: ReceivedWebhook, { id, type, position, sequence, data }: EventRow): boolean {
  if (!verifies(webhook, received)) return false;
  const said: { readonly [member: string]: unknown } = JSON.parse(received.body);
  return (
    said['id'] === id &&
    said['type'] === type &&
    said['position'] === Number(position) &&
    said['sequence'] === sequence &&
    sameJson(said['data'], data)
  );
}

/** As the library's `verify`, but by the time at which it arrived: here it is asked minutes later. */
function verifies(webhook: Webhook, { id, body, headers, at }: ReceivedWebhook): boolean {
  const signedAt = Number(headers['webhook-timestamp']) * 1_000;
  if (!(Math.abs(performance.timeOrigin + at - signedAt) < TOLERANCE_MS)) return false;
  return String(headers['webhook-signature'])
    .split(' ')
    .includes(webhook.sign(id, new Date(signedAt), body));
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** The tables keep members in an order of their own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

/** Where order was asked for, what arrived for the first time came after all of its model that came before it. */
function outOfOrder(received: readonly ReceivedWebhook[]): string[] {
  const last = new Map<string, number>();
  const wrongs: string[] = [];
  const seen = new Set<string>();
  for (const { id, event } of received) {
    if (event.model === null || event.sequence === null || seen.has(id)) continue;
    seen.add(id);
    const key = event.model;
    if (event.sequence < (last.get(key) ?? 0)) wrongs.push(`${id} (sequence ${event.sequence} of ${key}) came after ${last.get(key)}`);
    else last.set(key, event.sequence);
  }
  return wrongs;
}

/** What was acknowledged is applied and stands in the history; who stands in Production stands there alone and is who was put there last. */
async function wrongPromotions({ database }: Watched, events: readonly EventRow[], answered: Iterable<string>): Promise<string[]> {
  const wrongs: string[] = [];
  const applied = await database.client.promotion.findMany({ where: { state: 'applied' } });
  const ids = new Set(applied.map(({ id }) => id));
  const placements = await database.client.stagePlacement.findMany({ where: { promotionId: { not: null } } });
  const placed = new Set(placements.map(({ promotionId, version, stage }) => `${promotionId ?? ''} ${version} ${stage}`));
  for (const id of answered) if (!ids.has(id)) wrongs.push(`promotion ${id} was acknowledged and is not applied`);
  for (const { id, version, toStage } of applied) {
    if (!placed.has(`${id} ${version} ${toStage}`)) wrongs.push(`promotion ${id} is applied and not in the history`);
  }
  const told = events.filter(({ type }) => type === 'promotion.applied').length;
  if (told !== applied.length) wrongs.push(`${told} events tell of ${applied.length} applied promotions`);
  const moves = events.flatMap((event) => (isMoveToProduction(event) ? [event] : []));
  const standing = await database.client.stagePlacement.findMany({ where: { stage: 'Production', toAt: null } });
  for (const [modelId, ofModel] of groupBy(moves, (event) => event.modelId)) {
    const last = ofModel.toSorted((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0)).at(-1);
    const expected = member(last?.data, 'version');
    const found = standing.flatMap((one) => (one.modelId === modelId ? [one.version] : []));
    if (found.join() !== (typeof expected === 'number' ? String(expected) : ''))
      wrongs.push(`Production of ${String(modelId)}: ${found.join()}, told ${JSON.stringify(expected)}`);
  }
  return wrongs;
}

function isMoveToProduction({ type, data }: EventRow): boolean {
  return type === 'stage.changed' && member(data, 'stage') === 'Production';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}

/** No attempt of a deployment was dispatched twice, no promotion had two deployments to one target, and what succeeded was dispatched. */
async function wrongDeploys({ database, github }: Watched): Promise<string[]> {
  const wrongs = [...github.problems];
  const attempts = github.dispatches.map(({ inputs }) => `${inputs['deployment_id'] ?? ''}.${inputs['attempt'] ?? ''}`);
  for (const [attempt, copies] of groupBy(attempts, (one) => one)) if (copies.length > 1) wrongs.push(`${attempt} was dispatched twice`);
  const sent = new Set(attempts);
  const deployments = await database.client.deployment.findMany();
  for (const { id, attempt, state } of deployments) {
    if (state === 'succeeded' && !sent.has(`${id}.${attempt}`)) wrongs.push(`deployment ${id} succeeded and was never dispatched`);
  }
  for (const [key, copies] of groupBy(deployments, ({ promotionId, targetId }) => `${promotionId} ${targetId}`)) {
    if (copies.length > 1) wrongs.push(`promotion and target ${key} have ${copies.length} deployments`);
  }
  return wrongs;
}

/** Every entry is in the chain once, the chain holds by the verifier that needs no database, and each applied promotion has its entry. */
async function wrongAudit({ database, text }: Watched): Promise<string[]> {
  const wrongs: string[] = [];
  const entries = await database.client.auditEntry.findMany();
  const applied = await database.client.promotion.findMany({ where: { state: 'applied' } });
  const told = entries.flatMap(({ action, outcome, objectId }) =>
    (action === 'promotion.apply' || action === 'promotion.roll-back') && outcome === 'done' ? [objectId] : [],
  );
  const expected = applied.map(({ id }) => id);
  if (told.sort().join() !== expected.sort().join()) wrongs.push(`${told.length} audit entries tell of ${expected.length} promotions`);
  const folder = await mkdtemp(join(tmpdir(), 'slipway-audit-'));
  try {
    const file = join(folder, 'audit.ndjson');
    const exported = await text('/api/v1/audit/export');
    await writeFile(file, exported);
    const lines = new Set(exported.match(/"id":"[^"]+"/g));
    for (const { id } of entries) if (!lines.has(`"id":"${id}"`)) wrongs.push(`audit entry ${id} is not in the export`);
    const verdict = await verifyExport({ file, publicKeys: [await text('/api/v1/audit/key')], checkpoint: null });
    if (verdict.code !== 0) wrongs.push(`the audit chain: ${verdict.said.join(' ')}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return wrongs;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
