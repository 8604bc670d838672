import { Injectable } from '@nestjs/common';
import {
  OutboxStore,
  type EndpointOwner,
  type NewDelivery,
  type Subscriber,
  type UndispatchedEvent,
  type WaitingEvents,
} from '#application/ports/outbox-store';
import { noteStep } from '#platform/tracing/tracing';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { Prisma } from '../generated/client.js';
import { OWNER } from './owner-sql.js';
import { SENDABLE } from './sendable-sql.js';

interface WaitingRow {
  readonly events: UndispatchedEvent[] | null;
  readonly owners: EndpointOwner[] | null;
  readonly subscribers: (Omit<Subscriber, 'owner'> & { readonly ownerType: string; readonly ownerId: string })[] | null;
}

const NOTHING_WAITS: WaitingRow = { events: null, owners: null, subscribers: null };

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

  override async waiting(workspace: string, limit: number): Promise<WaitingEvents> {
    // One statement: an endpoint that stood when an event was committed stands in what is read with it. What an owner may is read once, however
    // many endpoints it has: it costs more than all else.
    const rows = await reading(() => this.database.hot<WaitingRow>('waiting-events', waitingStatement(workspace, limit)));
    const { events, owners, subscribers } = rows[0] ?? NOTHING_WAITS;
    const known = new Map((owners ?? []).map((owner) => [`${owner.type} ${owner.id}`, owner]));
    return {
      events: events ?? [],
      subscribers: (subscribers ?? []).flatMap(({ ownerType, ownerId, ...subscriber }) => {
        const owner = known.get(`${ownerType} ${ownerId}`);
        return owner === undefined ? [] : [{ ...subscriber, owner }];
      }),
    };
  }

  override async dispatch(
    workspace: string,
    events: readonly UndispatchedEvent[],
    deliveries: readonly NewDelivery[],
  ): Promise<readonly string[] | null> {
    const startedAt = Date.now();
    const [ids, endpoints, of] = [
      deliveries.map((one) => one.id),
      deliveries.map((one) => one.endpointId),
      deliveries.map((one) => one.eventId),
    ];
    const promotions = events.flatMap((event) => event.promotionId ?? []);
    const rows = await reading(() =>
      this.database.hot<{ deployments: string[] | null }>(
        'dispatch-events',
        Prisma.sql`
          SELECT slipway_dispatch(${workspace}, ${events.map((event) => event.id)}::text[], ${ids}::text[], ${endpoints}::text[], ${of}::text[],
            ${promotions}::text[]) AS deployments`,
      ),
    );
    const deployments = rows[0]?.deployments ?? null;
    if (deployments === null) return null;
    for (const { id, type, trace, promotionId } of events) {
      const attributes = { 'slipway.event_id': id, 'slipway.event_type': type, 'slipway.promotion_id': promotionId ?? undefined };
      noteStep('relay event', trace, startedAt, attributes);
    }
    return deployments;
  }

  override async lagSeconds(): Promise<number> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ lag: number }[]>`
        SELECT coalesce(extract(epoch FROM clock_timestamp() - created_at), 0)::float8 AS lag FROM event WHERE position IS NULL ORDER BY ordinal LIMIT 1`,
    );
    return Math.max(rows[0]?.lag ?? 0, 0);
  }
}

/** Reads the events that wait, in the order of their numbers, and who may want them. */
export function waitingStatement(workspace: string, limit: number): Prisma.Sql {
  return Prisma.sql`
    WITH waiting AS MATERIALIZED (
      SELECT e.ordinal, jsonb_build_object('id', e.id, 'type', e.type, 'model', e.model, 'modelNow', m.name, 'endpointId', e.endpoint_id,
        'stages', array_remove(ARRAY[e.stage, e.data->>'fromStage', e.data->>'toStage'], NULL),
        'promotionId', CASE WHEN e.type = 'promotion.applied' THEN e.data->>'promotionId' END, 'trace', e.traceparent) AS event
      FROM event e LEFT JOIN registered_model m ON m.id = e.model_id
      WHERE e.position IS NULL AND e.workspace = ${workspace} ORDER BY e.ordinal LIMIT ${limit}::int
    ), subscriber AS MATERIALIZED (
      SELECT e.* FROM webhook_endpoint e
      WHERE e.workspace = ${workspace} AND e.deleted_at IS NULL AND e.state <> 'gone' AND EXISTS (SELECT 1 FROM waiting)
    ), owners AS (
      SELECT DISTINCT ON (s.owner_type, s.owner_id) s.workspace, s.owner_type, s.owner_id, s.owner_name FROM subscriber s
    )
    SELECT (SELECT jsonb_agg(event ORDER BY ordinal) FROM waiting) AS events,
      (SELECT jsonb_agg(${OWNER}) FROM owners e) AS owners,
      (SELECT jsonb_agg(jsonb_build_object('id', e.id, 'types', e.event_types, 'models', e.models, 'stages', e.stages, 'active', ${SENDABLE},
        'ownerType', e.owner_type, 'ownerId', e.owner_id) ORDER BY e.id) FROM subscriber e) AS subscribers`;
}
