import { Injectable } from '@nestjs/common';
import { OutboxStore, type NewDelivery, type Subscriber, type UndispatchedEvent } from '#application/ports/outbox-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { noteStep } from '#platform/tracing/tracing';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { OWNER } from './owner-sql.js';
import { purgeEvents } from './purge-events.js';

/** Key of the advisory lock of the relay; "slipway" and "relay" in ASCII would not fit, so any number that nobody else takes. */
const RELAY_LOCK = 7_305_221_001n;

/** The outbox over the tables `event`, `delivery` and `workspace`. */
@Injectable()
export class PrismaOutboxStore extends OutboxStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async hasUndispatched(workspace: string): Promise<boolean> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ waiting: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM event WHERE position IS NULL AND workspace = ${workspace}) AS waiting`,
    );
    return rows[0]?.waiting === true;
  }

  override async lockRelay(tx: Transaction): Promise<void> {
    // A statement of its own: what is read next must see what the relay before this one has committed.
    await sqlOf(this.database, tx).$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(${RELAY_LOCK}::bigint)) AS locked`;
  }

  override undispatched(tx: Transaction, workspace: string, limit: number): Promise<readonly UndispatchedEvent[]> {
    return sqlOf(this.database, tx).$queryRaw<UndispatchedEvent[]>`
      SELECT e.id, e.type, e.model, m.name AS "modelNow", e.endpoint_id AS "endpointId",
        array_remove(ARRAY[e.stage, e.data->>'fromStage', e.data->>'toStage'], NULL) AS stages,
        CASE WHEN e.type = 'promotion.applied' THEN e.data->>'promotionId' END AS "promotionId", e.traceparent AS trace
      FROM event e LEFT JOIN registered_model m ON m.id = e.model_id
      WHERE e.position IS NULL AND e.workspace = ${workspace} ORDER BY e.ordinal LIMIT ${limit}`;
  }

  override subscribers(tx: Transaction, workspace: string): Promise<readonly Subscriber[]> {
    return sqlOf(this.database, tx).$queryRaw<Subscriber[]>`
      SELECT e.id, e.event_types AS types, e.models, e.stages, e.state = 'active' AS active, ${OWNER} AS owner
      FROM webhook_endpoint e
      WHERE e.workspace = ${workspace} AND e.deleted_at IS NULL AND e.state <> 'gone' ORDER BY e.id`;
  }

  override async dispatch(
    tx: Transaction,
    workspace: string,
    events: readonly UndispatchedEvent[],
    deliveries: readonly NewDelivery[],
  ): Promise<readonly string[]> {
    const startedAt = Date.now();
    const promotions = events.flatMap((event) => event.promotionId ?? []);
    // Times are cut, not rounded, to milliseconds: a rounded one may lie in the future, and what is due then is missed now.
    const rows = await sqlOf(this.database, tx).$queryRaw<{ id: string }[]>`
      WITH place AS (
        UPDATE workspace SET position = position + ${events.length}::int WHERE name = ${workspace} RETURNING position - ${events.length}::int AS base
      ), numbered AS (
        SELECT t.id, place.base + t.n AS position FROM place, unnest(${events.map((event) => event.id)}::text[]) WITH ORDINALITY AS t(id, n)
      ), marked AS (
        UPDATE event e SET position = n.position FROM numbered n WHERE e.id = n.id RETURNING e.id, e.type, e.model_id, e.position
      ), inserted AS (
        INSERT INTO delivery (id, workspace, endpoint_id, event_id, event_type, model_id, position, state, next_attempt_at, created_at)
        SELECT d.id, ${workspace}, d.endpoint_id, d.event_id, m.type, m.model_id, m.position, 'pending',
          date_trunc('milliseconds', clock_timestamp()), date_trunc('milliseconds', clock_timestamp())
        FROM unnest(${deliveries.map((one) => one.id)}::text[], ${deliveries.map((one) => one.endpointId)}::text[],
          ${deliveries.map((one) => one.eventId)}::text[]) AS d(id, endpoint_id, event_id)
        JOIN marked m ON m.id = d.event_id
        ON CONFLICT (event_id, endpoint_id) DO NOTHING
      )
      SELECT id FROM deployment WHERE promotion_id = ANY(${promotions}::text[]) AND state = 'queued' ORDER BY id`;
    for (const { id, type, trace, promotionId } of events) {
      const attributes = { 'slipway.event_id': id, 'slipway.event_type': type, 'slipway.promotion_id': promotionId ?? undefined };
      noteStep('relay event', trace, startedAt, attributes);
    }
    return rows.map((row) => row.id);
  }

  override async lagSeconds(): Promise<number> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ lag: number }[]>`
        SELECT coalesce(extract(epoch FROM clock_timestamp() - created_at), 0)::float8 AS lag FROM event WHERE position IS NULL ORDER BY ordinal LIMIT 1`,
    );
    return Math.max(rows[0]?.lag ?? 0, 0);
  }

  override purge(workspace: string, before: Date, limit: number): Promise<number> {
    return reading(() => this.database.slow.$executeRaw(purgeEvents(workspace, before, limit)));
  }
}
