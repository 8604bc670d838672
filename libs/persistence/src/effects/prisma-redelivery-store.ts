import { Injectable } from '@nestjs/common';
import {
  RedeliveryStore,
  type EndedRedelivery,
  type Redelivery,
  type RedeliveryBatch,
  type RedeliverSelection,
} from '#application/ports/redelivery-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { Database } from '../core/database.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { AT_ONCE } from './mass-changes-sql.js';
import { ENDED, redeliverBatch } from './redeliver-sql.js';

/** Batches of a redelivery within the request that asks for it. */
const BATCHES_AT_ONCE = 4;

/** Redeliveries over the tables `redelivery` and `delivery`. */
@Injectable()
export class PrismaRedeliveryStore extends RedeliveryStore {
  constructor(private readonly database: Database) {
    super();
  }

  override underWay(tx: Transaction, endpointId: string): Promise<number> {
    return sqlOf(this.database, tx).redelivery.count({ where: { endpointId, endedAt: null } });
  }

  override async begin(tx: Transaction, { id, endpointId, states, since, until }: RedeliverSelection): Promise<Redelivery> {
    const sql = sqlOf(this.database, tx);
    // A millisecond later than now: what was dispatched within this one is meant too.
    await sql.$executeRaw`
      INSERT INTO redelivery (id, workspace, endpoint_id, states, since, until, requested_at, after_at, after_id)
      SELECT ${id}, e.workspace, e.id, ${[...states]}::text[], ${since}, least(${until}::timestamptz, clock_timestamp() + interval '1 millisecond'),
        clock_timestamp(), ${since}, '' FROM webhook_endpoint e WHERE e.id = ${endpointId}`;
    let count = 0;
    for (let batch = 0; batch < BATCHES_AT_ONCE; batch += 1) {
      const done = await redeliverBatch(sql, id, AT_ONCE);
      count += done?.changed ?? 0;
      if (done === null || done.state !== 'running') return { count, more: false };
      if (done.held) break;
    }
    return { count, more: true };
  }

  override async progressOf(tx: Transaction, endpointId: string, id: string): Promise<Redelivery | null> {
    const found = await sqlOf(this.database, tx).redelivery.findFirst({
      where: { id, endpointId },
      select: { redelivered: true, endedAt: true },
    });
    return found && { count: found.redelivered, more: found.endedAt === null };
  }

  override async next(tx: Transaction, limit: number): Promise<RedeliveryBatch | null> {
    const batch = await redeliverBatch(sqlOf(this.database, tx), null, limit);
    if (batch === null) return null;
    const { state, changed, ms, held, ...redelivery } = batch;
    return { changed, ms, held, ended: state === 'running' ? null : { ...redelivery, state } };
  }

  override async cancel(tx: Transaction, endpointId: string, id: string): Promise<{ readonly cancelled: EndedRedelivery | null } | null> {
    const sql = sqlOf(this.database, tx);
    const [cancelled] = await sql.$queryRaw<EndedRedelivery[]>`
      UPDATE redelivery r SET ${ENDED}, state = 'cancelled' WHERE r.id = ${id} AND r.endpoint_id = ${endpointId} AND r.ended_at IS NULL
      RETURNING r.id, r.workspace, r.endpoint_id AS "endpointId", r.state, r.redelivered AS count`;
    if (cancelled !== undefined) return { cancelled };
    return (await sql.redelivery.count({ where: { id, endpointId } })) === 0 ? null : { cancelled: null };
  }
}
