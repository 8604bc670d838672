import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CursorCodec } from '#application/ports/cursor-codec';
import { AuditViews, type AuditEntryView, type AuditQuery } from '#application/queries/audit-views';
import type { Page } from '#application/shared/page';
import type { Actor } from '#domain/access/actor';
import { can, readableRegexes } from '#domain/access/authorize';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { isModelId } from '../core/model-reference.js';
import { Prisma } from '../generated/client.js';

/** The audit log as it is shown, newest first. */
@Injectable()
export class PrismaAuditViews extends AuditViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async list(workspace: string, actor: Actor, query: AuditQuery): Promise<Page<AuditEntryView>> {
    const { model, actor: actorId, action, objectType, since, until, limit, cursor } = query;
    const scope = `audit:${hashOf([model, actorId, action, objectType, since?.toISOString(), until?.toISOString()])}`;
    const conditions = [Prisma.sql`e.workspace = ${workspace}`, readable(actor), ...filters(query)];
    if (cursor !== undefined) {
      const [at = '', id = ''] = this.cursors.decode(scope, cursor);
      conditions.push(Prisma.sql`(e.at, e.id) < (${String(at)}::timestamptz, ${String(id)})`);
    }
    const rows = await reading(
      () => this.database.slow.$queryRaw<AuditEntryView[]>`
        SELECT e.id, e.at, e.actor, e.door, e.client, e.request_id AS "requestId", e.action, e.outcome, e.object_type AS "objectType",
          e.object_id AS "objectId", e.model, e.model_id AS "modelId", e.reason, e.data, s.position::float8 AS position
        FROM audit_entry e LEFT JOIN registered_model m ON m.id = e.model_id LEFT JOIN audit_seal s ON s.entry_id = e.id
        WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY e.at DESC, e.id DESC LIMIT ${limit + 1}`,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? this.cursors.encode(scope, [last.at.toISOString(), last.id]) : null };
  }
}

/** Entries of models by the right on their present name; entries of none for administrators, whom the export right tells. */
function readable(actor: Actor): Prisma.Sql {
  if (can(actor, 'admin.audit-export')) return Prisma.sql`true`;
  const regexes = readableRegexes(actor, 'model', 'audit.read');
  return regexes === 'all' ? Prisma.sql`m.id IS NOT NULL` : Prisma.sql`m.name ~ ANY(${[...regexes]}::text[])`;
}

function filters({ model, actor, action, objectType, since, until }: AuditQuery): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  // By name the log of a deleted model is left to its id: the name may belong to another one by now.
  if (model !== undefined) {
    conditions.push(isModelId(model) ? Prisma.sql`e.model_id = ${model}` : Prisma.sql`(m.name = ${model} AND m.deleted_at IS NULL)`);
  }
  if (actor !== undefined) conditions.push(Prisma.sql`e.actor_id = ${actor}`);
  if (action !== undefined) conditions.push(Prisma.sql`e.action = ${action}`);
  if (objectType !== undefined) conditions.push(Prisma.sql`e.object_type = ${objectType}`);
  if (since !== undefined) conditions.push(Prisma.sql`e.at >= ${since}`);
  if (until !== undefined) conditions.push(Prisma.sql`e.at < ${until}`);
  return conditions;
}

function hashOf(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16);
}
