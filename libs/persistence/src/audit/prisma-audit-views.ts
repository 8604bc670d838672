import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CursorCodec } from '#application/ports/cursor-codec';
import { AuditViews, type AuditEntryView, type AuditQuery } from '#application/queries/audit-views';
import type { Page } from '#application/shared/page';
import type { Actor } from '#domain/access/actor';
import { can, readableRegexes } from '#domain/access/authorize';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { findIds, inOrderOf } from '../core/find-ids.js';
import { isOfModelNamed, livingModelId } from '../core/models-named.js';
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
    const base = [Prisma.sql`e.workspace = ${workspace}`, ...bounds(workspace, query)];
    if (cursor !== undefined) {
      const [at = '', id = ''] = this.cursors.decode(scope, cursor);
      base.push(Prisma.sql`(e.at, e.id) < (${String(at)}::timestamptz, ${String(id)})`);
    }
    const rows = await reading(async () => {
      const ids = await findIds(this.database.slow, {
        table: Prisma.sql`audit_entry e`,
        row: Prisma.sql`e`,
        columns: Prisma.sql`e.id, e.at, e.model_id, e.actor_id, e.action, e.object_type`,
        order: Prisma.sql`e.at DESC, e.id DESC`,
        base,
        filters: [...(await this.readable(workspace, actor)), ...filters(query)],
        limit: limit + 1,
      });
      const found = await this.database.slow.$queryRaw<AuditEntryView[]>`
        SELECT e.id, e.at, e.actor, e.door, e.client, e.request_id AS "requestId", e.action, e.outcome, e.object_type AS "objectType",
          e.object_id AS "objectId", e.model, e.model_id AS "modelId", e.reason, e.data, s.position::float8 AS position
        FROM audit_entry e LEFT JOIN audit_seal s ON s.entry_id = e.id WHERE e.id = ANY(${[...ids]}::text[])`;
      return inOrderOf(ids, found);
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? this.cursors.encode(scope, [last.at.toISOString(), last.id]) : null };
  }

  /** Entries of models by the right on their present name; entries of none for administrators, whom the export right tells. */
  private async readable(workspace: string, actor: Actor): Promise<Prisma.Sql[]> {
    if (can(actor, 'admin.audit-export')) return [];
    const regexes = readableRegexes(actor, 'model', 'audit.read');
    if (regexes === 'all') return [Prisma.sql`EXISTS (SELECT FROM registered_model m WHERE m.id = e.model_id)`];
    return [await isOfModelNamed(this.database.slow, workspace, Prisma.sql`e.model_id`, regexes)];
  }
}

/** What an index knows. By name the log of a deleted model is left to its id: the name may belong to another one by now. */
function bounds(workspace: string, { model, since, until }: AuditQuery): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (model !== undefined) conditions.push(Prisma.sql`e.model_id = ${livingModelId(workspace, model)}`);
  if (since !== undefined) conditions.push(Prisma.sql`e.at >= ${since}`);
  if (until !== undefined) conditions.push(Prisma.sql`e.at < ${until}`);
  return conditions;
}

function filters({ actor, action, objectType }: AuditQuery): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (actor !== undefined) conditions.push(Prisma.sql`e.actor_id = ${actor}`);
  if (action !== undefined) conditions.push(Prisma.sql`e.action = ${action}`);
  // Said twice: the index of words has it in lower case.
  if (objectType !== undefined) conditions.push(Prisma.sql`e.object_type = ${objectType} AND lower(e.object_type) = lower(${objectType})`);
  return conditions;
}

function hashOf(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16);
}
