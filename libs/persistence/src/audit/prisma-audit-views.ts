import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CursorCodec } from '#application/ports/cursor-codec';
import { AuditViews, type AuditEntryView, type AuditQuery } from '#application/queries/audit-views';
import type { Page } from '#application/shared/page';
import type { Actor } from '#domain/access/actor';
import { can, readableRegexes } from '#domain/access/authorize';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { findIds, inOrderOf, type Readable } from '../core/find-ids.js';
import { livingModelId } from '../core/models-named.js';
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
    const rights = rightsOf(workspace, actor, model === undefined ? base.slice(1) : null);
    const rows = await reading(async () => {
      const ids = await findIds(this.database.slow, {
        table: Prisma.sql`audit_entry e`,
        row: Prisma.sql`e`,
        columns: Prisma.sql`e.id, e.at, e.model_id, e.actor_id, e.action, e.object_type`,
        order: Prisma.sql`e.at DESC, e.id DESC`,
        base,
        filters: [...rights.filters, ...filters(query)],
        readable: rights.readable,
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
}

/**
 * Entries of models by the right on their present name; entries of none for administrators, whom the export right tells.
 * @param bounds what else the rows meet, but for their workspace, which is their model's; null where the model is asked for.
 */
function rightsOf(
  workspace: string,
  actor: Actor,
  bounds: readonly Prisma.Sql[] | null,
): { readonly filters: readonly Prisma.Sql[]; readonly readable: Readable | null } {
  if (can(actor, 'admin.audit-export')) return { filters: [], readable: null };
  const regexes = readableRegexes(actor, 'model', 'audit.read');
  const column = Prisma.sql`e.model_id`;
  if (regexes === 'all') return { filters: [Prisma.sql`EXISTS (SELECT FROM registered_model m WHERE m.id = ${column})`], readable: null };
  const ofEach = bounds === null ? {} : { ofEach: { columns: Prisma.sql`e.id, e.at`, bounds } };
  return { filters: [], readable: { workspace, regexes, column, ...ofEach } };
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
