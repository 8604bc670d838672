import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CursorCodec } from '#application/ports/cursor-codec';
import {
  PromotionViews,
  type ActorView,
  type ApprovalView,
  type PromotionCommentView,
  type PromotionQuery,
  type PromotionView,
} from '#application/queries/promotion-views';
import type { Page, PageRequest } from '#application/shared/page';
import type { Actor } from '#domain/access/actor';
import { can, readableRegexes } from '#domain/access/authorize';
import { Database, type Sql } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { findIds, inOrderOf, type Readable } from '../core/find-ids.js';
import { livingModelId } from '../core/models-named.js';
import { Prisma } from '../generated/client.js';

/** A row as the query makes it: times inside JSON are texts, and stored actors may carry more than is shown. */
interface Row extends Omit<PromotionView, 'requester' | 'decidedBy' | 'approvals'> {
  readonly requester: ActorView;
  readonly decidedBy: ActorView | null;
  readonly approvals: readonly (Omit<ApprovalView, 'createdAt'> & { readonly createdAt: string })[];
}

const SELECT = Prisma.sql`
  SELECT p.id, m.name AS model, p.model_id AS "modelId", p.version, p.kind, p.state, p.from_stage AS "fromStage", p.to_stage AS "toStage", p.reason,
    p.archive_existing AS "archiveExisting", p.allow_empty AS "allowEmpty", p.incumbent_version AS "incumbentVersion",
    p.rollback_from AS "rollbackFrom", p.incident, p.archived_versions AS "archivedVersions", p.requester, p.door, p.client,
    p.request_id AS "requestId", p.decided_by AS "decidedBy", p.decision_reason AS "decisionReason", p.superseded_by AS "supersededBy",
    p.created_at AS "createdAt", p.expires_at AS "expiresAt", p.closed_at AS "closedAt", p.applied_at AS "appliedAt",
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'actor', a.actor, 'decision', a.decision, 'comment', a.comment, 'door', a.door,
        'createdAt', a.created_at) ORDER BY a.created_at, a.id) FROM approval a WHERE a.promotion_id = p.id), '[]') AS approvals,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'target', d.target_name, 'state', d.state) ORDER BY d.id)
        FROM deployment d WHERE d.promotion_id = p.id), '[]') AS deployments
  FROM promotion p JOIN registered_model m ON m.id = p.model_id`;

/** Promotions as doors show them, filtered by what the actor may read. */
@Injectable()
export class PrismaPromotionViews extends PromotionViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async find(workspace: string, actor: Actor, id: string): Promise<PromotionView | null> {
    const [row] = await reading(() =>
      this.database.hot<Row>('promotion-view', Prisma.sql`${SELECT} WHERE p.workspace = ${workspace} AND p.id = ${id}`),
    );
    return row === undefined || !can(actor, 'model.read', row.model) ? null : viewOf(row);
  }

  override async list(workspace: string, actor: Actor, query: PromotionQuery): Promise<Page<PromotionView>> {
    const scope = `promotions:${hashOf([query.model, query.state, query.stage, query.requester])}`;
    const base = [Prisma.sql`p.workspace = ${workspace}`];
    if (query.model !== undefined) base.push(Prisma.sql`p.model_id = ${livingModelId(workspace, query.model)}`);
    // Of a state that promotions leave again there are few, in an index of their own.
    if (query.state !== undefined) base.push(Prisma.sql`p.state = ${query.state}`);
    if (query.cursor !== undefined) {
      const [at = '', id = ''] = this.cursors.decode(scope, query.cursor);
      base.push(Prisma.sql`(p.created_at, p.id) < (${String(at)}::timestamptz, ${String(id)})`);
    }
    const rows = await reading(async () => {
      const ids = await findIds(this.database.slow, {
        table: Prisma.sql`promotion p`,
        row: Prisma.sql`p`,
        columns: Prisma.sql`p.id, p.created_at, p.model_id, p.to_stage, p.requester_id`,
        order: Prisma.sql`p.created_at DESC, p.id DESC`,
        base,
        filters: filters(query),
        readable: readable(workspace, actor, query, base.slice(1)),
        limit: query.limit + 1,
      });
      return inOrderOf(ids, await this.database.slow.$queryRaw<Row[]>`${SELECT} WHERE p.id = ANY(${[...ids]}::text[])`);
    });
    return this.page(rows.map(viewOf), query.limit, scope);
  }

  override async comment(workspace: string, id: string): Promise<PromotionCommentView | null> {
    const rows = await reading(
      () => this.database.client.$queryRaw<PromotionCommentView[]>`
        SELECT id, actor, body, created_at AS "createdAt" FROM promotion_comment WHERE id = ${id} AND workspace = ${workspace}`,
    );
    return rows[0] ?? null;
  }

  override async comments(workspace: string, promotionId: string, page: PageRequest): Promise<Page<PromotionCommentView>> {
    const scope = `promotion-comments:${promotionId}`;
    const after = page.cursor === undefined ? Prisma.empty : this.afterComment(scope, page.cursor);
    const rows = await reading(() => commentRows(this.database.client, workspace, promotionId, after, page.limit + 1));
    return this.page(
      rows.map((row) => ({ ...row, actor: actorView(row.actor) })),
      page.limit,
      scope,
    );
  }

  private afterComment(scope: string, cursor: string): Prisma.Sql {
    const [at = '', id = ''] = this.cursors.decode(scope, cursor);
    return Prisma.sql`AND (created_at, id) > (${String(at)}::timestamptz, ${String(id)})`;
  }

  private page<T extends { readonly id: string; readonly createdAt: Date }>(rows: readonly T[], limit: number, scope: string): Page<T> {
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? this.cursors.encode(scope, [last.createdAt.toISOString(), last.id]) : null };
  }
}

/** `bounds`: what else the rows meet, but for their workspace, which is their model's. */
function readable(workspace: string, actor: Actor, query: PromotionQuery, bounds: readonly Prisma.Sql[]): Readable | null {
  const regexes = readableRegexes(actor);
  if (regexes === 'all') return null;
  const column = Prisma.sql`p.model_id`;
  const indexed = query.model === undefined && query.state === undefined;
  return { workspace, regexes, column, ...(indexed ? { ofEach: { columns: Prisma.sql`p.id, p.created_at`, bounds } } : {}) };
}

function filters(query: PromotionQuery): Prisma.Sql[] {
  const { stage, requester } = query;
  const conditions: Prisma.Sql[] = [];
  if (stage !== undefined) conditions.push(Prisma.sql`lower(p.to_stage) = lower(${stage})`);
  if (requester !== undefined) conditions.push(Prisma.sql`p.requester_id = ${requester}`);
  return conditions;
}

function commentRows(
  sql: Sql,
  workspace: string,
  promotionId: string,
  after: Prisma.Sql,
  limit: number,
): Promise<readonly PromotionCommentView[]> {
  return sql.$queryRaw`
    SELECT id, actor, body, created_at AS "createdAt" FROM promotion_comment
    WHERE workspace = ${workspace} AND promotion_id = ${promotionId} ${after} ORDER BY created_at, id LIMIT ${limit}`;
}

function viewOf(row: Row): PromotionView {
  return {
    ...row,
    requester: actorView(row.requester),
    decidedBy: row.decidedBy === null ? null : actorView(row.decidedBy),
    approvals: row.approvals.map((one) => ({ ...one, actor: actorView(one.actor), createdAt: new Date(one.createdAt) })),
  };
}

function actorView({ type, id, name }: ActorView): ActorView {
  return { type, id, name };
}

function hashOf(values: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(values.map((value) => value ?? null)))
    .digest('base64url')
    .slice(0, 16);
}
