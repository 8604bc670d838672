import { Injectable } from '@nestjs/common';
import { RetentionStore, type Expiring, type PurgeBatch, type PurgePlace } from '#application/ports/retention-store';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { Prisma } from '../generated/client.js';
import { UNHURRIED } from './claim-deliveries.js';

/** Of the advisory lock of whoever purges; any number that nobody else takes. */
const PURGE_LOCK = 7_305_221_002n;

/**
 * One batch at a time over all processes: without the lock a statement looks at nothing. What is forgotten in a crash is purged again, so the
 * commit does not wait for the disk either.
 */
const MINE = Prisma.sql`mine AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${PURGE_LOCK}::bigint) AS got FROM ${UNHURRIED})`;
const GOT = Prisma.sql`(SELECT got FROM mine)`;
const MS = Prisma.sql`extract(epoch FROM clock_timestamp() - statement_timestamp())::float8 * 1000 AS ms`;

interface Row {
  readonly got: boolean;
  readonly looked: number;
  readonly removed: number;
  readonly place: string[] | null;
  readonly ms: number;
}

/** Retention over the tables `idempotency_key`, `delivery` with `delivery_attempt`, `redelivery`, and `event`. */
@Injectable()
export class PrismaRetentionStore extends RetentionStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async purge(
    what: Expiring,
    workspace: string,
    before: Date,
    limit: number,
    after: PurgePlace | null,
  ): Promise<PurgeBatch | null> {
    const [row] = await reading(() => this.database.slow.$queryRaw<Row[]>(purgeStatement(what, workspace, before, limit, after)));
    if (row === undefined || !row.got) return null;
    // An event that stays keeps all that are younger: nothing behind it may go before it does.
    const held = what === 'events' && row.removed < row.looked;
    return { removed: row.removed, next: row.looked < limit || held ? null : row.place, ms: row.ms };
  }
}

/** The statement of one batch. */
export function purgeStatement(what: Expiring, ...[workspace, before, limit, after]: Parameters<Statement>): Prisma.Sql {
  return STATEMENTS[what](workspace, before, limit, after);
}

type Statement = (workspace: string, before: Date, limit: number, after: PurgePlace | null) => Prisma.Sql;

// Each goes on after the last row that it looked at: what was deleted before it stays in the index until the next vacuum, and would be met again.
const STATEMENTS: Readonly<Record<Expiring, Statement>> = {
  keys: (workspace, before, limit, after) => Prisma.sql`
    WITH ${MINE}, looked AS MATERIALIZED (
      SELECT k.ctid AS row, k.created_at FROM idempotency_key k
      WHERE ${GOT} AND k.created_at < ${before} AND k.workspace = ${workspace} ${after === null ? Prisma.empty : Prisma.sql`AND k.created_at >= ${after[0]}::timestamptz`}
      ORDER BY k.created_at LIMIT ${limit}::int
    ), gone AS (DELETE FROM idempotency_key WHERE ctid = ANY(ARRAY(SELECT row FROM looked)) RETURNING 1)
    SELECT ${GOT} AS got, (SELECT count(*)::int FROM looked) AS looked, (SELECT count(*)::int FROM gone) AS removed,
      (SELECT ARRAY[max(created_at)::text] FROM looked) AS place, ${MS}`,

  deliveries: (workspace, before, limit, after) => Prisma.sql`
    WITH ${MINE}, looked AS MATERIALIZED (
      SELECT d.id, d.created_at, d.state IN ('delivered', 'dead')
        OR NOT EXISTS (SELECT 1 FROM webhook_endpoint w WHERE w.id = d.endpoint_id AND w.state = 'active' AND w.deleted_at IS NULL) AS done
      FROM delivery d
      WHERE ${GOT} AND d.workspace = ${workspace} AND d.created_at < ${before}
        ${after === null ? Prisma.empty : Prisma.sql`AND (d.created_at, d.id) > (${after[0]}::timestamptz, ${after[1]})`}
      ORDER BY d.created_at, d.id LIMIT ${limit}::int FOR UPDATE OF d SKIP LOCKED
    ), attempts AS (DELETE FROM delivery_attempt WHERE delivery_id = ANY(ARRAY(SELECT id FROM looked WHERE done))),
    gone AS (DELETE FROM delivery WHERE id = ANY(ARRAY(SELECT id FROM looked WHERE done)) RETURNING 1)
    SELECT ${GOT} AS got, (SELECT count(*)::int FROM looked) AS looked, (SELECT count(*)::int FROM gone) AS removed,
      (SELECT ARRAY[created_at::text, id] FROM looked ORDER BY created_at DESC, id DESC LIMIT 1) AS place, ${MS}`,

  redeliveries: (workspace, before, limit, after) => Prisma.sql`
    WITH ${MINE}, looked AS MATERIALIZED (
      SELECT r.id, r.ended_at FROM redelivery r
      WHERE ${GOT} AND r.ended_at < ${before} AND r.workspace = ${workspace} ${after === null ? Prisma.empty : Prisma.sql`AND r.ended_at >= ${after[0]}::timestamptz`}
      ORDER BY r.ended_at LIMIT ${limit}::int
    ), gone AS (DELETE FROM redelivery WHERE id = ANY(ARRAY(SELECT id FROM looked)) RETURNING 1)
    SELECT ${GOT} AS got, (SELECT count(*)::int FROM looked) AS looked, (SELECT count(*)::int FROM gone) AS removed,
      (SELECT ARRAY[max(ended_at)::text] FROM looked) AS place, ${MS}`,

  // Whoever follows events by position is told that some are gone by the oldest that is left (CURSOR_EXPIRED), so no hole may lie behind it. A
  // subquery of one row, and not NOT EXISTS, which the planner may answer by a scan of all deliveries; ids as an array for the like reason.
  events: (workspace, before, limit, after) => Prisma.sql`
    WITH ${MINE}, looked AS MATERIALIZED (
      SELECT e.id, e.position, e.created_at < ${before} AND (SELECT d.id FROM delivery d WHERE d.event_id = e.id LIMIT 1) IS NULL AS done
      FROM event e
      WHERE ${GOT} AND e.workspace = ${workspace} AND e.position IS NOT NULL AND e.position > ${after?.[0] ?? '0'}::bigint
      ORDER BY e.position LIMIT ${limit}::int
    ), prefix AS (SELECT id, bool_and(done) OVER (ORDER BY position) AS done FROM looked),
    gone AS (DELETE FROM event WHERE id = ANY(ARRAY(SELECT id FROM prefix WHERE done)) RETURNING 1)
    SELECT ${GOT} AS got, (SELECT count(*)::int FROM looked) AS looked, (SELECT count(*)::int FROM gone) AS removed,
      (SELECT ARRAY[max(position)::text] FROM looked) AS place, ${MS}`,
};
