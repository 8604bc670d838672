import type { FinishedDelivery } from '#application/ports/delivery-store';
import type { Database } from '../core/database.js';
import { Prisma } from '../generated/client.js';
import { CLAIM_STANDS } from './claim-stands-sql.js';

type Headers = Readonly<Record<string, string>>;

/**
 * Stores accepted deliveries and their attempts in one statement, each only while its claim stands. @returns the endpoints of those that
 * were stored which have failures to forget.
 */
export async function finishDelivered(database: Database, results: readonly FinishedDelivery[]): Promise<readonly string[]> {
  const shared = sharedHeaders(results.map(({ attempt }) => attempt?.requestHeaders ?? {}));
  const rows = JSON.stringify(results.map((result) => rowOf(result, shared)));
  // What nobody counted up and was never tried has no attempt before this; elsewhere (also after a redelivery) the number is looked up.
  const found = await database.hot<{ id: string }>(
    'finish-delivered',
    Prisma.sql`
      WITH r AS (
        SELECT * FROM json_to_recordset(${rows}::json)
          AS x(id text, fence int, epoch int, started float8, ms int, status int, headers jsonb, body text, ip text)
      ), done AS (
        UPDATE delivery d SET state = 'delivered', attempts = d.attempts + 1, lease_until = NULL, next_attempt_at = NULL,
          last_status = r.status, last_error = NULL, finished_at = clock_timestamp()
        FROM r WHERE ${CLAIM_STANDS}
        RETURNING d.id, d.workspace, d.endpoint_id, d.attempts, r.fence, r.epoch
      ), attempt AS (
        INSERT INTO delivery_attempt (delivery_id, number, workspace, started_at, duration_ms, outcome, status, request_headers, response_body, resolved_ip)
        SELECT r.id, CASE WHEN r.fence = 0 AND done.attempts = 1 THEN 1
            ELSE 1 + coalesce((SELECT max(a.number) FROM delivery_attempt a WHERE a.delivery_id = r.id), 0) END,
          done.workspace, to_timestamp(r.started / 1000), r.ms, 'delivered', r.status, ${JSON.stringify(shared)}::jsonb || r.headers, r.body, r.ip
        FROM r JOIN done ON done.id = r.id AND done.fence = r.fence AND done.epoch IS NOT DISTINCT FROM r.epoch
      )
      SELECT e.id FROM webhook_endpoint e
      -- Also of what an earlier try has stored, whose endpoint's health it may not have.
      WHERE e.id IN (SELECT d.endpoint_id FROM delivery d JOIN r ON r.id = d.id WHERE d.state = 'delivered' UNION ALL SELECT done.endpoint_id FROM done)
        AND (e.failures_in_row > 0 OR e.circuit_open_until IS NOT NULL)`,
  );
  return found.map(({ id }) => id);
}

/** The headers that all have alike: most of their bytes, so they travel once. */
function sharedHeaders([first = {}, ...others]: readonly Headers[]): Headers {
  return Object.fromEntries(Object.entries(first).filter(([name, value]) => others.every((headers) => headers[name] === value)));
}

function rowOf({ id, fence, epoch, attempt }: FinishedDelivery, shared: Headers): Readonly<Record<string, unknown>> {
  if (attempt === null) throw new Error(`the delivery ${id} was accepted without an attempt`);
  const { startedAt, durationMs, status, requestHeaders, responseBody, resolvedIp } = attempt;
  const headers: Record<string, string> = {};
  for (const name in requestHeaders) if (shared[name] === undefined) headers[name] = requestHeaders[name] ?? '';
  return { id, fence, epoch, started: startedAt.getTime(), ms: durationMs, status, headers, body: responseBody, ip: resolvedIp };
}
