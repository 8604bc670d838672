import type { Claim, ClaimedDelivery, ClaimRequest, SendingEndpoint } from '#application/ports/delivery-store';
import type { EndpointOwner } from '#application/ports/outbox-store';
import type { Database } from '../core/database.js';
import { Prisma } from '../generated/client.js';
import { OWNER } from './owner-sql.js';

/**
 * A row whose reading lets its statement's commit not wait for the disk: for what may be forgotten when the server crashes. Every later commit
 * that does wait writes this one too. A forgotten claim is claimed again: what was in flight at the crash is sent twice, as after any crash.
 */
export const UNHURRIED = Prisma.sql`(SELECT set_config('synchronous_commit', 'off', true)) AS unhurried`;

interface Row {
  readonly endpointId: string;
  readonly workspace: string;
  readonly url: string;
  readonly ordered: boolean;
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly owner: EndpointOwner;
  readonly failuresInRow: number;
  readonly circuitOpenUntil: Date | null;
  readonly circuitProbes: number;
  readonly now: Date;
  /** Null in the one row that comes when nothing was claimed. */
  readonly id: string | null;
  readonly fence: number;
  readonly attempts: number;
  readonly modelNow: string | null;
  readonly eventId: string;
  readonly type: string;
  readonly createdAt: Date;
  readonly apiVersion: string;
  readonly model: string | null;
  readonly modelId: string | null;
  readonly sequence: number | null;
  readonly position: string;
  readonly actor: unknown;
  readonly door: string;
  readonly data: unknown;
  readonly trace: string | null;
}

/**
 * One statement that takes the right to start deliveries of the endpoint, claims what is due and reads all that sending needs. Where the
 * circuit is open and a probe is due it claims one. `head` walks the models that have a line (a loose index scan), so that an ordered
 * endpoint's claim costs by models and not by deliveries.
 */
export async function claimDeliveries(database: Database, { endpointId, owner, limit, leaseMs, drainMs }: ClaimRequest): Promise<Claim> {
  const rows = await database.hot<Row>(
    'claim-deliveries',
    Prisma.sql`
    WITH RECURSIVE taken AS (
      UPDATE webhook_endpoint e SET drain_owner = ${owner}, drain_until = clock_timestamp() + ${drainMs}::float8 * interval '1 millisecond'
      WHERE e.id = ${endpointId} AND e.state = 'active' AND e.deleted_at IS NULL
        AND (e.circuit_open_until IS NULL OR e.circuit_open_until <= clock_timestamp())
        AND (e.drain_owner IS NULL OR e.drain_owner = ${owner} OR e.drain_until <= clock_timestamp())
      RETURNING e.*, ${OWNER} AS owner
    ), head AS (
      (SELECT d.model_id, d.id FROM delivery d
        WHERE d.endpoint_id = ${endpointId} AND d.state IN ('pending', 'failing') AND d.model_id IS NOT NULL AND (SELECT ordered FROM taken)
        ORDER BY d.model_id, d.position LIMIT 1)
      UNION ALL
      SELECT n.model_id, n.id FROM head h CROSS JOIN LATERAL (
        SELECT d.model_id, d.id FROM delivery d
        WHERE d.endpoint_id = ${endpointId} AND d.state IN ('pending', 'failing') AND d.model_id > h.model_id
        ORDER BY d.model_id, d.position LIMIT 1) n
    ), due AS (
      SELECT d.id FROM delivery d
      WHERE d.endpoint_id = ${endpointId} AND d.state IN ('pending', 'failing') AND EXISTS (SELECT 1 FROM taken)
        AND d.next_attempt_at <= clock_timestamp() AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp())
        AND (NOT (SELECT ordered FROM taken) OR d.model_id IS NULL OR d.id IN (SELECT head.id FROM head))
      ORDER BY d.position
      LIMIT CASE WHEN (SELECT circuit_open_until FROM taken) IS NULL THEN ${limit}::int ELSE 1 END
      FOR UPDATE OF d SKIP LOCKED
    ), claimed AS (
      UPDATE delivery d SET fence = d.fence + 1, lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
      FROM due WHERE d.id = due.id RETURNING d.id, d.fence, d.attempts, d.event_id, d.position
    )
    SELECT t.id AS "endpointId", t.workspace, t.url, t.ordered, t.secret,
      CASE WHEN t.previous_until > clock_timestamp() THEN t.previous_secret END AS "previousSecret", t.owner,
      t.failures_in_row AS "failuresInRow", t.circuit_open_until AS "circuitOpenUntil", t.circuit_probes AS "circuitProbes", clock_timestamp() AS now,
      c.id, c.fence, c.attempts, m.name AS "modelNow", v.id AS "eventId", v.type, v.created_at AS "createdAt", v.api_version AS "apiVersion", v.model,
      v.model_id AS "modelId", v.sequence, v.position, v.actor, v.door, v.data,
      v.traceparent AS trace
    FROM taken t CROSS JOIN ${UNHURRIED} LEFT JOIN claimed c ON true LEFT JOIN event v ON v.id = c.event_id LEFT JOIN registered_model m ON m.id = v.model_id
    ORDER BY c.position`,
  );
  const [first] = rows;
  return first === undefined ? null : { endpoint: endpointOf(first), deliveries: rows.flatMap((row) => deliveryOf(row) ?? []) };
}

function endpointOf(row: Row): SendingEndpoint {
  const { endpointId, workspace, url, ordered, secret, previousSecret, owner, now } = row;
  const circuit = { failuresInRow: row.failuresInRow, openUntil: row.circuitOpenUntil, probes: row.circuitProbes };
  return { id: endpointId, workspace, url, ordered, secret, previousSecret, owner, circuit, now };
}

function deliveryOf(row: Row): ClaimedDelivery | undefined {
  if (row.id === null) return undefined;
  const { id, fence, attempts, modelNow, type, apiVersion, workspace, model, modelId, sequence, actor, door, data } = row;
  const position = Number(row.position);
  const event = {
    id: row.eventId,
    type,
    timestamp: row.createdAt,
    apiVersion,
    workspace,
    model,
    modelId,
    sequence,
    position,
    actor,
    door,
    data,
  };
  return { id, fence, attempts, modelNow: modelNow ?? model, event, trace: row.trace };
}
