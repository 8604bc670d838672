import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CursorCodec } from '#application/ports/cursor-codec';
import {
  DeliveryViews,
  type AttemptView,
  type DeliveryDetail,
  type DeliveryQuery,
  type DeliveryView,
} from '#application/queries/delivery-views';
import { mayManageEndpoint } from '#application/shared/endpoint-access';
import type { Page } from '#application/shared/page';
import type { Actor } from '#domain/access/actor';
import { readableRegexes } from '#domain/access/authorize';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { findIds, inOrderOf, type Readable } from '../core/find-ids.js';
import { isOneOf, modelIdsOf } from '../core/models-named.js';
import { Prisma } from '../generated/client.js';

type Row = Omit<DeliveryView, 'position'> & { readonly position: bigint };

/** The endpoint of the delivery `d` is deleted and the workers have not come to it yet: it is never sent any more. */
const ENDED = Prisma.sql`w.deleted_at IS NOT NULL AND d.state IN ('pending', 'failing')`;

const SELECT = Prisma.sql`
  SELECT d.id, d.endpoint_id AS "endpointId", d.event_id AS "eventId", d.event_type AS "eventType", m.name AS model, d.model_id AS "modelId", d.position,
    CASE WHEN ${ENDED} THEN 'dead' ELSE d.state END AS state, d.attempts, CASE WHEN NOT (${ENDED}) THEN d.next_attempt_at END AS "nextAttemptAt",
    d.last_status AS "lastStatus", CASE WHEN ${ENDED} THEN 'The endpoint was deleted.' ELSE d.last_error END AS "lastError",
    d.created_at AS "createdAt", CASE WHEN ${ENDED} THEN w.deleted_at ELSE d.finished_at END AS "finishedAt"
  FROM delivery d LEFT JOIN webhook_endpoint w ON w.id = d.endpoint_id LEFT JOIN registered_model m ON m.id = d.model_id`;

/** Attempts shown with a delivery: a whole schedule several times over. */
const ATTEMPTS_SHOWN = 100;

/** Deliveries as doors show them. */
@Injectable()
export class PrismaDeliveryViews extends DeliveryViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async find(workspace: string, actor: Actor, id: string): Promise<DeliveryDetail | null> {
    const readable = await this.readable(workspace, actor);
    return reading(async () => {
      const rows = await this.database.client.$queryRaw<Row[]>`${SELECT} WHERE d.workspace = ${workspace} AND d.id = ${id} AND ${readable}`;
      const [row] = rows;
      if (row === undefined) return null;
      const attemptLog = await this.database.client.$queryRaw<AttemptView[]>`
        SELECT number, started_at AS "startedAt", duration_ms AS "durationMs", outcome, status, error_class AS "errorClass", error,
          request_headers AS "requestHeaders", response_body AS "responseBody", resolved_ip AS "resolvedIp"
        FROM delivery_attempt WHERE delivery_id = ${id} ORDER BY number DESC LIMIT ${ATTEMPTS_SHOWN}`;
      return { ...viewOf(row), attemptLog };
    });
  }

  override async list(workspace: string, actor: Actor, query: DeliveryQuery): Promise<Page<DeliveryView>> {
    const { limit, cursor, ...wishes } = query;
    const scope = `deliveries:${createHash('sha256').update(JSON.stringify(wishes)).digest('base64url').slice(0, 16)}`;
    const base = [Prisma.sql`d.workspace = ${workspace}`, ...bounds(wishes)];
    if (cursor !== undefined) {
      const [at = '', id = ''] = this.cursors.decode(scope, cursor);
      base.push(Prisma.sql`(d.created_at, d.id) < (${String(at)}::timestamptz, ${String(id)})`);
    }
    const readable = await this.readableModels(workspace, actor);
    const { model } = wishes;
    const models = model === undefined ? null : await reading(() => modelIdsOf(this.database.slow, workspace, model, false));
    const rows = await reading(async () => {
      const ids = await findIds(this.database.slow, {
        table: Prisma.sql`delivery d`,
        row: Prisma.sql`d`,
        columns: Prisma.sql`d.id, d.created_at, d.model_id, d.endpoint_id, d.event_id, d.event_type, d.workspace`,
        order: Prisma.sql`d.created_at DESC, d.id DESC`,
        base,
        filters: filters(wishes, models),
        helps: helps(models),
        readable,
        limit: limit + 1,
      });
      return inOrderOf(ids, await this.database.slow.$queryRaw<Row[]>`${SELECT} WHERE d.id = ANY(${[...ids]}::text[])`);
    });
    const items = rows.slice(0, limit).map(viewOf);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? this.cursors.encode(scope, [last.createdAt.toISOString(), last.id]) : null };
  }

  private async readableModels(workspace: string, actor: Actor): Promise<Readable | null> {
    const regexes = readableRegexes(actor, 'model', 'delivery.read');
    if (regexes === 'all') return null;
    const managed = await this.managedEndpoints(workspace, actor);
    const orElse = managed.length === 0 ? {} : { orElse: Prisma.sql`(d.model_id IS NULL AND d.endpoint_id = ANY(${managed}::text[]))` };
    return { workspace, regexes, column: Prisma.sql`d.model_id`, helps: (models) => ofEventsOf(models), ...orElse };
  }

  /** Models by name pattern; what concerns no model by the endpoints that the actor manages, which are few. */
  private async readable(workspace: string, actor: Actor): Promise<Prisma.Sql> {
    const regexes = readableRegexes(actor, 'model', 'delivery.read');
    if (regexes === 'all') return Prisma.sql`true`;
    const managed = await this.managedEndpoints(workspace, actor);
    return Prisma.sql`(m.name ~ ANY(${[...regexes]}::text[]) OR (d.model_id IS NULL AND d.endpoint_id = ANY(${managed}::text[])))`;
  }

  private async managedEndpoints(workspace: string, actor: Actor): Promise<string[]> {
    const endpoints = await reading(() =>
      this.database.client.webhookEndpoint.findMany({ where: { workspace }, select: { id: true, models: true } }),
    );
    return endpoints.filter((endpoint) => mayManageEndpoint(actor, endpoint.models)).map((endpoint) => endpoint.id);
  }
}

/** What an index knows; of the states that deliveries leave again, and of the dead ones, there are few. */
function bounds({ endpoint, state, since, until }: Omit<DeliveryQuery, 'limit' | 'cursor'>): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (endpoint !== undefined) conditions.push(Prisma.sql`d.endpoint_id = ${endpoint}`);
  if (state !== undefined) conditions.push(Prisma.sql`d.state = ${state}`);
  if (since !== undefined) conditions.push(Prisma.sql`d.created_at >= ${since}`);
  if (until !== undefined) conditions.push(Prisma.sql`d.created_at < ${until}`);
  return conditions;
}

function filters({ eventType }: Omit<DeliveryQuery, 'limit' | 'cursor'>, models: readonly string[] | null): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (eventType !== undefined) conditions.push(Prisma.sql`d.event_type = ${eventType}`);
  if (models !== null) conditions.push(isOneOf(Prisma.sql`d.model_id`, models));
  return conditions;
}

/** A delivery has no index on its model, but its event has, which finds the few deliveries of a small one. */
function helps(models: readonly string[] | null): Prisma.Sql[] {
  if (models === null) return [];
  return [ofEventsOf(models)];
}

function ofEventsOf(models: readonly string[]): Prisma.Sql {
  return Prisma.sql`d.event_id IN (SELECT e.id FROM event e WHERE ${isOneOf(Prisma.sql`e.model_id`, models)})`;
}

function viewOf(row: Row): DeliveryView {
  return { ...row, position: Number(row.position) };
}
