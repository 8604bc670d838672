import type { Claim, ClaimRequest, SendingEndpoint } from '#application/ports/delivery-store';
import type { EndpointOwner } from '#application/ports/outbox-store';
import type { Database } from '../core/database.js';
import { Prisma } from '../generated/client.js';
import { UNFINISHED } from './claim-stands-sql.js';
import { OWNER } from './owner-sql.js';
import { SENT_EVENT, type SentEventRow, type SentEvents } from './sent-events.js';

/**
 * A row whose reading lets its statement's commit not wait for the disk: for what may be forgotten when the server crashes. Every later commit
 * that does wait writes this one too. A forgotten claim is claimed again: what was in flight at the crash is sent twice, as after any crash.
 */
export const UNHURRIED = Prisma.sql`(SELECT set_config('synchronous_commit', 'off', true)) AS unhurried`;

/** A delivery in the answer: an array, because the names of its fields would be most of its bytes. */
type DueDelivery = readonly [
  id: string,
  fence: number,
  attempts: number,
  eventId: string,
  /** Whether it has a lease of its own. */
  leased: boolean,
  modelNow: string | null,
  /** The event, where so few are due that another statement would cost more than reading what may be known. */
  event: SentEventRow | null,
];

/** Of so few deliveries the events come with the claim. */
const EVENTS_WITH_CLAIM = 4;

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
  readonly epoch: number;
  readonly now: Date;
  /** Null where nothing is due. */
  readonly deliveries: readonly DueDelivery[] | null;
}

/**
 * One statement that takes the right to start deliveries of the endpoint, finds what is due and reads what sending needs. Deliveries are not written
 * to, since the endpoint is held, but where a lease of their own has run out: whoever had it may still come with a result, which the new number
 * refuses. Where the circuit is open and a probe is due it claims one. `head` walks the models that have a line (a loose index scan), so that an
 * ordered endpoint's claim costs by models and not by deliveries.
 */
export async function claimDeliveries(database: Database, request: ClaimRequest, events: SentEvents): Promise<Claim> {
  const { endpointId, owner, limit, held, after, leaseMs, drainMs } = request;
  const [row] = await database.hot<Row>(
    'claim-deliveries',
    Prisma.sql`
    WITH RECURSIVE taken AS (
      UPDATE webhook_endpoint e SET drain_owner = ${owner}, drain_until = clock_timestamp() + ${drainMs}::float8 * interval '1 millisecond',
        drain_epoch = e.drain_epoch + CASE WHEN e.drain_owner = ${owner} THEN 0 ELSE 1 END
      WHERE e.id = ${endpointId} AND e.state = 'active' AND e.deleted_at IS NULL
        AND (e.circuit_open_until IS NULL OR e.circuit_open_until <= clock_timestamp())
        AND (e.drain_owner IS NULL OR e.drain_owner = ${owner} OR e.drain_until <= clock_timestamp())
        -- Who waited here for the row would read the deliveries as they were before: it claims nothing, and looks again.
        AND e.drain_epoch = (SELECT s.drain_epoch FROM webhook_endpoint s WHERE s.id = ${endpointId})
        AND e.drain_owner IS NOT DISTINCT FROM (SELECT s.drain_owner FROM webhook_endpoint s WHERE s.id = ${endpointId})
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
      SELECT d.id, d.fence, d.attempts, d.event_id, d.model_id, d.position, d.lease_until IS NOT NULL AS leased FROM delivery d
      WHERE d.endpoint_id = ${endpointId} AND d.state IN ('pending', 'failing') AND EXISTS (SELECT 1 FROM taken)
        AND d.position > ${after ?? -1}::bigint AND d.position NOT IN (SELECT unnest(${held}::bigint[]))
        AND d.next_attempt_at <= clock_timestamp() AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp())
        AND (NOT (SELECT ordered FROM taken) OR d.model_id IS NULL OR d.id IN (SELECT head.id FROM head))
      ORDER BY d.position
      LIMIT CASE WHEN (SELECT circuit_open_until FROM taken) IS NULL THEN ${limit}::int ELSE 1 END
    ), released AS (
      UPDATE delivery d SET fence = d.fence + 1, lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'
      FROM due WHERE due.leased AND d.id = due.id AND d.fence = due.fence AND ${UNFINISHED}
        AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp())
      RETURNING d.id, d.fence
    )
    SELECT t.id AS "endpointId", t.workspace, t.url, t.ordered, t.secret,
      CASE WHEN t.previous_until > clock_timestamp() THEN t.previous_secret END AS "previousSecret", t.owner,
      t.failures_in_row AS "failuresInRow", t.circuit_open_until AS "circuitOpenUntil", t.circuit_probes AS "circuitProbes",
      t.drain_epoch AS epoch, clock_timestamp() AS now,
      (SELECT json_agg(json_build_array(c.id, coalesce(r.fence, c.fence), c.attempts, c.event_id, c.leased, m.name,
          CASE WHEN e.id IS NOT NULL THEN ${SENT_EVENT} END) ORDER BY c.position)
        FROM due c LEFT JOIN released r ON r.id = c.id LEFT JOIN registered_model m ON m.id = c.model_id
          LEFT JOIN event e ON e.id = c.event_id AND (SELECT count(*) FROM due) <= ${EVENTS_WITH_CLAIM}::int
        WHERE NOT c.leased OR r.id IS NOT NULL) AS deliveries
    FROM taken t CROSS JOIN ${UNHURRIED}`,
  );
  if (row === undefined) return null;
  const due = row.deliveries ?? [];
  const known = await events.get(
    due.map(([, , , eventId]) => eventId),
    due.flatMap(([, , , , , , event]) => event ?? []),
  );
  const deliveries = due.flatMap(([id, fence, attempts, eventId, leased, modelNow]) => {
    const found = known.get(eventId);
    if (found === undefined) return [];
    const { event, trace } = found;
    return [{ id, fence, epoch: leased ? null : row.epoch, attempts, modelNow: modelNow ?? event.model, event, trace }];
  });
  return { endpoint: endpointOf(row), deliveries };
}

function endpointOf(row: Row): SendingEndpoint {
  const { endpointId, workspace, url, ordered, secret, previousSecret, owner, now } = row;
  const circuit = { failuresInRow: row.failuresInRow, openUntil: row.circuitOpenUntil, probes: row.circuitProbes };
  return { id: endpointId, workspace, url, ordered, secret, previousSecret, owner, circuit, now };
}
