import { Injectable } from '@nestjs/common';
import { KEPT_DAYS } from '#application/purge-history/purge-history';
import { OperationsViews, type OperationsReading } from '#application/queries/operations-views';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';

interface Row {
  readonly deliveryDueAge: number | null;
  readonly endpoints: Partial<OperationsReading['endpoints']> | null;
  readonly circuitsOpen: number;
  readonly deployments: Partial<OperationsReading['deployments']> | null;
  readonly reconcilingAge: number | null;
  readonly checkpointAge: number | null;
  readonly oldestAge: number | null;
  readonly damagedBlobs: number;
}

/** The operations view in one statement, each part by an index (`delivery_due_state`, `deployment_due`, `blob_damaged`, primary keys). */
@Injectable()
export class PrismaOperationsViews extends OperationsViews {
  constructor(private readonly database: Database) {
    super();
  }

  override async read(workspace: string): Promise<OperationsReading> {
    const rows = await reading(
      () => this.database.slow.$queryRaw<Row[]>`
        WITH endpoint AS (
          SELECT * FROM webhook_endpoint WHERE workspace = ${workspace} AND deleted_at IS NULL
        ), due AS (
          SELECT d.next_attempt_at FROM endpoint e CROSS JOIN LATERAL (
            SELECT d.next_attempt_at FROM delivery d
            WHERE d.endpoint_id = e.id AND d.state IN ('pending', 'failing') AND d.next_attempt_at <= clock_timestamp()
              AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp())
            ORDER BY d.next_attempt_at LIMIT 1) d
          WHERE e.state = 'active' AND (e.circuit_open_until IS NULL OR e.circuit_open_until <= clock_timestamp())
        ), unfinished AS (
          SELECT state, sent_at FROM deployment WHERE due_at IS NOT NULL AND workspace = ${workspace}
        ), head AS (
          SELECT position FROM audit_seal WHERE workspace = ${workspace} ORDER BY audit_seal.position DESC LIMIT 1
        ), checkpoint AS (
          SELECT position, created_at FROM audit_checkpoint WHERE workspace = ${workspace} ORDER BY audit_checkpoint.position DESC LIMIT 1
        )
        SELECT (SELECT extract(epoch FROM clock_timestamp() - min(next_attempt_at))::float8 FROM due) AS "deliveryDueAge",
          (SELECT jsonb_object_agg(state, n) FROM (SELECT state, count(*)::int AS n FROM endpoint GROUP BY state) s) AS endpoints,
          (SELECT count(*)::int FROM endpoint WHERE state = 'active' AND circuit_open_until IS NOT NULL) AS "circuitsOpen",
          (SELECT jsonb_object_agg(state, n) FROM (SELECT state, count(*)::int AS n FROM unfinished GROUP BY state) s) AS deployments,
          (SELECT extract(epoch FROM clock_timestamp() - min(sent_at))::float8 FROM unfinished WHERE state = 'reconciling') AS "reconcilingAge",
          (SELECT extract(epoch FROM clock_timestamp() - c.created_at)::float8 FROM checkpoint c LEFT JOIN head h ON true
            WHERE h.position IS DISTINCT FROM c.position) AS "checkpointAge",
          extract(epoch FROM clock_timestamp() - least(
            (SELECT created_at FROM delivery WHERE workspace = ${workspace} ORDER BY created_at, id LIMIT 1),
            (SELECT created_at FROM event WHERE workspace = ${workspace} AND position IS NOT NULL ORDER BY position LIMIT 1)))::float8 AS "oldestAge",
          (SELECT count(*)::int FROM blob WHERE workspace = ${workspace} AND damaged_at IS NOT NULL) AS "damagedBlobs"`,
    );
    const [row] = rows;
    return {
      deliveryDueAge: age(row?.deliveryDueAge),
      endpoints: { active: 0, paused: 0, disabled: 0, gone: 0, ...row?.endpoints },
      circuitsOpen: row?.circuitsOpen ?? 0,
      deployments: { queued: 0, reconciling: 0, dispatched: 0, running: 0, ...row?.deployments },
      reconcilingAge: age(row?.reconcilingAge),
      checkpointAge: age(row?.checkpointAge),
      purgeLag: age((row?.oldestAge ?? 0) - KEPT_DAYS * 86_400),
      damagedBlobs: row?.damagedBlobs ?? 0,
    };
  }
}

/** Nothing waits: 0. Clocks are the database's alone, so it is never negative but for what commits meanwhile. */
function age(seconds: number | null | undefined): number {
  return Math.max(seconds ?? 0, 0);
}
