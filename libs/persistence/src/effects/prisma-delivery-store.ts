import { Injectable } from '@nestjs/common';
import {
  DeliveryStore,
  type Claim,
  type ClaimedDelivery,
  type ClaimRequest,
  type FinishedDelivery,
  type LockedHealth,
  type Release,
  type ReleaseRequest,
} from '#application/ports/delivery-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { noteStep, tracer } from '#platform/tracing/tracing';
import type { Circuit } from '#domain/delivery/circuit-breaker';
import type { EndpointState } from '#domain/delivery/endpoint-health';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { Prisma } from '../generated/client.js';
import { claimDeliveries, UNHURRIED } from './claim-deliveries.js';
import { CLAIM_STANDS, UNFINISHED } from './claim-stands-sql.js';
import { finishDelivered } from './finish-delivered.js';
import { AGAIN, AT_ONCE, retriedUpTo, retryFailing } from './mass-changes-sql.js';
import { SENDABLE } from './sendable-sql.js';
import { SentEvents } from './sent-events.js';

interface HealthRow {
  readonly workspace: string;
  readonly url: string;
  readonly state: EndpointState;
  readonly failuresInRow: number;
  readonly failingSince: Date | null;
  readonly openUntil: Date | null;
  readonly probes: number;
  readonly now: Date;
}

/** Deliveries over the tables `delivery`, `delivery_attempt` and the health columns of `webhook_endpoint`. */
@Injectable()
export class PrismaDeliveryStore extends DeliveryStore {
  private readonly events: SentEvents;

  constructor(private readonly database: Database) {
    super();
    this.events = new SentEvents(database);
  }

  override claim(request: ClaimRequest): Promise<Claim> {
    const startedAt = Date.now();
    return reading(async () => traced(await claimDeliveries(this.database, request, this.events), startedAt));
  }

  override async release({ endpointId, owner, unfinished, leaseMs }: ReleaseRequest): Promise<Release> {
    return reading(async () => {
      const of = (name: 'id' | 'fence' | 'epoch') => unfinished.map((claim) => claim[name]);
      // The lease only where nobody else has held the endpoint since: whoever has may send the delivery already. The endpoint's row is locked
      // before those of deliveries, as where failures are stored.
      const [row] = await this.database.hot<{ leased: string[] | null }>(
        'release-endpoint',
        Prisma.sql`
          WITH r AS (
            SELECT * FROM unnest(${of('id')}::text[], ${of('fence')}::int[], ${of('epoch')}::int[]) AS r(id, fence, epoch)
          ), given_up AS (
            -- Or it was let go by a try whose answer was lost, and nobody has held it since: what that leased is leased again, and known.
            UPDATE webhook_endpoint SET drain_owner = NULL, drain_until = NULL
            WHERE id = ${endpointId} AND (drain_owner = ${owner} OR (drain_owner IS NULL AND drain_epoch = ANY(${of('epoch')}::int[])))
            RETURNING id
          ), leased AS (
            UPDATE delivery d SET lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
            FROM r WHERE EXISTS (SELECT 1 FROM given_up) AND ${CLAIM_STANDS}
            RETURNING d.id
          )
          SELECT (SELECT array_agg(id) FROM leased) AS leased FROM ${UNHURRIED}`,
      );
      // A statement of its own, after that commit: who was turned away before it had committed its deliveries before, so they show here.
      const rows = await this.database
        .hot<{ due: boolean }>(
          'due-at-endpoint',
          Prisma.sql`SELECT EXISTS (SELECT 1 FROM webhook_endpoint e WHERE e.id = ${endpointId} AND ${SENDABLE} AND ${SOMETHING_DUE}) AS due`,
        )
        // The endpoint is let go by now, and what was leased must be known; that something may be due is the safe answer.
        .catch(() => [{ due: true }]);
      return { leased: row?.leased ?? [], due: rows[0]?.due === true };
    });
  }

  override async finish(
    endpointId: string,
    results: readonly FinishedDelivery[],
    tx?: Transaction,
  ): Promise<{ readonly stored: readonly string[]; readonly unhealthy: boolean }> {
    const rows = await reading(
      () => sqlOf(this.database, tx).$queryRaw<{ stored: string[] | null; unhealthy: boolean | null }[]>`
        WITH r AS (
          SELECT * FROM jsonb_to_recordset(${JSON.stringify(results.map(resultRow))}::jsonb) AS x(id text, fence int, epoch int, state text, retry float8, error text,
            attempted boolean, started timestamptz, ms int, outcome text, status int, class text, headers jsonb, body text, ip text)
        ), done AS (
          UPDATE delivery d SET state = r.state, attempts = d.attempts + CASE WHEN r.attempted THEN 1 ELSE 0 END, lease_until = NULL,
            next_attempt_at = clock_timestamp() + r.retry * interval '1 millisecond',
            last_status = r.status, last_error = r.error, finished_at = CASE WHEN r.state = 'failing' THEN NULL ELSE clock_timestamp() END
          FROM r WHERE ${CLAIM_STANDS} RETURNING d.id, d.workspace
        ), attempt AS (
          INSERT INTO delivery_attempt (delivery_id, number, workspace, started_at, duration_ms, outcome, status, error_class, error, request_headers, response_body, resolved_ip)
          SELECT r.id, 1 + coalesce((SELECT max(a.number) FROM delivery_attempt a WHERE a.delivery_id = r.id), 0), done.workspace, r.started, r.ms, r.outcome,
            r.status, r.class, r.error, r.headers, r.body, r.ip
          FROM r JOIN done ON done.id = r.id WHERE r.attempted
        )
        SELECT (SELECT array_agg(id) FROM done) AS stored,
          (SELECT e.failures_in_row > 0 OR e.circuit_open_until IS NOT NULL FROM webhook_endpoint e WHERE e.id = ${endpointId}) AS unhealthy`,
    );
    return { stored: rows[0]?.stored ?? [], unhealthy: rows[0]?.unhealthy === true };
  }

  override finishDelivered(results: readonly FinishedDelivery[]): Promise<readonly string[]> {
    return reading(() => finishDelivered(this.database, results));
  }

  override async giveBack(claims: readonly Pick<ClaimedDelivery, 'id' | 'fence'>[]): Promise<void> {
    await reading(
      () => this.database.client.$executeRaw`
        UPDATE delivery d SET lease_until = NULL
        FROM unnest(${claims.map(({ id }) => id)}::text[], ${claims.map(({ fence }) => fence)}::int[]) AS c(id, fence), ${UNHURRIED}
        WHERE d.id = c.id AND d.fence = c.fence AND ${UNFINISHED}`,
    );
  }

  override async saveCircuit(endpointId: string, owner: string, circuit: Circuit): Promise<boolean> {
    const saved = await reading(
      () => this.database.client.$executeRaw`
        UPDATE webhook_endpoint SET circuit_open_until = ${circuit.openUntil}, circuit_probes = ${circuit.probes}
        WHERE id = ${endpointId} AND drain_owner = ${owner}`,
    );
    return saved === 1;
  }

  override async lockHealth(tx: Transaction, endpointId: string): Promise<LockedHealth | null> {
    const rows = await sqlOf(this.database, tx).$queryRaw<HealthRow[]>`
      SELECT workspace, url, state, failures_in_row AS "failuresInRow", failing_since AS "failingSince", circuit_open_until AS "openUntil",
        circuit_probes AS probes, clock_timestamp() AS now
      FROM webhook_endpoint WHERE id = ${endpointId} AND deleted_at IS NULL FOR UPDATE`;
    const [row] = rows;
    if (row === undefined) return null;
    const { openUntil, probes, ...health } = row;
    return { ...health, circuit: { failuresInRow: row.failuresInRow, openUntil, probes } };
  }

  override async saveHealth(
    tx: Transaction,
    endpointId: string,
    health: Parameters<DeliveryStore['saveHealth']>[2],
    retryNow: boolean,
  ): Promise<void> {
    const sql = sqlOf(this.database, tx);
    await sql.$executeRaw`
      UPDATE webhook_endpoint SET failures_in_row = ${health.failuresInRow}, failing_since = ${health.failingSince},
        circuit_open_until = ${health.circuit.openUntil}, circuit_probes = ${health.circuit.probes},
        retry_behind = CASE WHEN ${retryNow} THEN -1 WHEN ${health.circuit.openUntil}::timestamptz IS NULL THEN retry_behind END, state_reason = CASE WHEN state <> ${health.state} THEN ${health.reason} ELSE state_reason END,
        revision = revision + CASE WHEN state <> ${health.state} THEN 1 ELSE 0 END, state = ${health.state}
      WHERE id = ${endpointId}`;
    if (!retryNow) return;
    // The first of them here; the workers go on behind these, however many there are (ADR 29).
    await retriedUpTo(sql, endpointId, -1n, await retryFailing(sql, endpointId, -1n, AT_ONCE), AT_ONCE);
  }

  override async dueEndpoints(limit: number, after: string | null): Promise<readonly string[]> {
    const rows = await reading(() => this.database.client.$queryRaw<{ id: string }[]>(dueEndpointsStatement(limit, after)));
    return rows.map((row) => row.id);
  }

  override async redeliverOne(tx: Transaction, id: string): Promise<boolean> {
    return (
      (await sqlOf(this.database, tx).$executeRaw`UPDATE delivery SET ${AGAIN} WHERE id = ${id} AND state IN ('dead', 'delivered')`) === 1
    );
  }
}

const DUE = Prisma.sql`d.next_attempt_at <= clock_timestamp() AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp())`;
/**
 * Something is due at the endpoint `e`, and nobody holds it. Where it is ordered only the first of each model can be due: those are walked through, as in a
 * claim, however long the lines behind them are.
 */
const SOMETHING_DUE = Prisma.sql`CASE WHEN NOT e.ordered THEN EXISTS (SELECT 1 FROM delivery d WHERE d.endpoint_id = e.id AND d.state IN ('pending', 'failing') AND ${DUE})
  ELSE EXISTS (SELECT 1 FROM delivery d WHERE d.endpoint_id = e.id AND d.state IN ('pending', 'failing') AND d.model_id IS NULL AND ${DUE})
    OR EXISTS (WITH RECURSIVE head AS (
      (SELECT d.model_id, d.next_attempt_at, d.lease_until FROM delivery d WHERE d.endpoint_id = e.id AND d.state IN ('pending', 'failing') AND d.model_id IS NOT NULL
        ORDER BY d.model_id, d.position LIMIT 1)
      UNION ALL
      SELECT n.* FROM head h CROSS JOIN LATERAL (SELECT d.model_id, d.next_attempt_at, d.lease_until FROM delivery d
        WHERE d.endpoint_id = e.id AND d.state IN ('pending', 'failing') AND d.model_id > h.model_id ORDER BY d.model_id, d.position LIMIT 1) n)
      SELECT 1 FROM head d WHERE ${DUE}) END`;

function resultRow({ id, fence, epoch, state, retryInMs, attempt, error }: FinishedDelivery): Readonly<Record<string, unknown>> {
  const base = { id, fence, epoch, state, retry: retryInMs, error, attempted: attempt !== null };
  if (attempt === null) return base;
  return {
    ...base,
    started: attempt.startedAt,
    ms: attempt.durationMs,
    outcome: attempt.outcome,
    status: attempt.status,
    class: attempt.errorClass,
    headers: attempt.requestHeaders,
    body: attempt.responseBody,
    ip: attempt.resolvedIp,
  };
}

/** One claim serves many traces: each gets a step of its own, which its attempt follows from. */
function traced(claim: Claim, startedAt: number): Claim {
  if (claim === null || tracer() === null) return claim;
  const deliveries = claim.deliveries.map((delivery) => {
    const { event, id } = delivery;
    const attributes = { 'slipway.delivery_id': id, 'slipway.event_id': event.id, 'slipway.endpoint_id': claim.endpoint.id };
    return { ...delivery, trace: noteStep('claim delivery', delivery.trace, startedAt, attributes) };
  });
  return { ...claim, deliveries };
}

/** Finds the endpoints that have something due. */
export function dueEndpointsStatement(limit: number, after: string | null): Prisma.Sql {
  return Prisma.sql`
    SELECT e.id FROM webhook_endpoint e WHERE ${SENDABLE} AND (e.drain_until IS NULL OR e.drain_until <= clock_timestamp()) AND ${SOMETHING_DUE}
      AND e.id > ${after ?? ''}
    ORDER BY e.id LIMIT ${limit}`;
}
