import { Injectable } from '@nestjs/common';
import { IdempotencyStore, type KeyedOutcome } from '#application/ports/idempotency-store';
import type { KnownKey } from '#application/ports/promotion-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from '#application/shared/command-context';
import { Database, type Sql } from './database.js';
import { reading } from './database-error.js';
import { sqlOf } from './prisma-unit-of-work.js';

/** Idempotency keys in the table that `slipway_apply_promotion` writes too. */
@Injectable()
export class PrismaIdempotencyStore extends IdempotencyStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async claim(tx: Transaction, context: CommandContext, outcome: KeyedOutcome): Promise<KnownKey | null> {
    const { idempotency } = context;
    if (idempotency === null) return null;
    const sql = sqlOf(this.database, tx);
    const inserted = await sql.$executeRaw`
      INSERT INTO idempotency_key (workspace, actor_id, route, key, body_hash, status, resource_type, resource_id, created_at)
      VALUES (${context.workspace}, ${context.actor.id}, ${idempotency.route}, ${idempotency.key}, ${idempotency.bodyHash},
        ${outcome.status}, ${outcome.resourceType}, ${outcome.resourceId}, clock_timestamp())
      ON CONFLICT DO NOTHING`;
    return inserted === 1 ? null : findKey(sql, context);
  }

  override find(context: CommandContext): Promise<KnownKey | null> {
    return context.idempotency === null ? Promise.resolve(null) : reading(() => findKey(this.database.client, context));
  }
}

async function findKey(sql: Sql, { workspace, actor, idempotency }: CommandContext): Promise<KnownKey | null> {
  if (idempotency === null) return null;
  const rows = await sql.$queryRaw<KnownKey[]>`
    SELECT body_hash AS "bodyHash", status, resource_id AS "resourceId" FROM idempotency_key
    WHERE workspace = ${workspace} AND actor_id = ${actor.id} AND route = ${idempotency.route} AND key = ${idempotency.key}`;
  return rows[0] ?? null;
}
