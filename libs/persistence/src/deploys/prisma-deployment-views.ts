import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '#domain/access/actor';
import { readableRegexes } from '#domain/access/authorize';
import { stageKey } from '#domain/registry/stage-name';
import { CursorCodec } from '#application/ports/cursor-codec';
import { DeploymentViews, type DeploymentQuery, type DeploymentView } from '#application/queries/deployment-views';
import type { Page } from '#application/shared/page';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { findIds, inOrderOf, type Readable } from '../core/find-ids.js';
import { livingModelId } from '../core/models-named.js';
import { Prisma } from '../generated/client.js';

const SELECT = Prisma.sql`
  SELECT d.id, d.promotion_id AS "promotionId", m.name AS model, d.model_id AS "modelId", d.version, d.stage,
    jsonb_build_object('id', d.target_id, 'name', d.target_name) AS target, d.generation, d.state, d.attempt, d.run_id AS "runId",
    d.run_url AS "runUrl", d.run_status AS "runStatus", d.conclusion, d.error,
    d.cancel_wanted_at IS NOT NULL AND d.state IN ('dispatched', 'running') AS "cancelRequested",
    d.created_at AS "createdAt", d.updated_at AS "updatedAt", d.finished_at AS "finishedAt"
  FROM deployment d JOIN registered_model m ON m.id = d.model_id`;

/** Deployments as doors show them, filtered by what the actor may read. */
@Injectable()
export class PrismaDeploymentViews extends DeploymentViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async find(workspace: string, actor: Actor, id: string): Promise<DeploymentView | null> {
    const rows = await reading(
      () =>
        this.database.client.$queryRaw<
          DeploymentView[]
        >`${SELECT} WHERE d.workspace = ${workspace} AND d.id = ${id} AND ${readable(actor)}`,
    );
    return rows[0] ?? null;
  }

  override async list(workspace: string, actor: Actor, query: DeploymentQuery): Promise<Page<DeploymentView>> {
    const scope = scopeOf(query);
    const base = [Prisma.sql`d.workspace = ${workspace}`];
    // By name the deployments of a deleted model are left to its id: the name may belong to another one by now.
    if (query.model !== undefined) base.push(Prisma.sql`d.model_id = ${livingModelId(workspace, query.model)}`);
    if (query.promotion !== undefined) base.push(Prisma.sql`d.promotion_id = ${query.promotion}`);
    if (query.state !== undefined) base.push(Prisma.sql`d.state = ${query.state}`);
    if (query.cursor !== undefined) {
      const [at = '', id = ''] = this.cursors.decode(scope, query.cursor);
      base.push(Prisma.sql`(d.created_at, d.id) < (${String(at)}::timestamptz, ${String(id)})`);
    }
    const rows = await reading(async () => {
      const ids = await findIds(this.database.slow, {
        table: Prisma.sql`deployment d`,
        row: Prisma.sql`d`,
        columns: Prisma.sql`d.id, d.created_at, d.model_id, d.stage, d.target_id, d.target_name`,
        order: Prisma.sql`d.created_at DESC, d.id DESC`,
        base,
        filters: filters(query),
        readable: readableBy(workspace, actor),
        limit: query.limit + 1,
      });
      return inOrderOf(ids, await this.database.slow.$queryRaw<DeploymentView[]>`${SELECT} WHERE d.id = ANY(${[...ids]}::text[])`);
    });
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const more = rows.length > query.limit && last !== undefined;
    return { items, nextCursor: more ? this.cursors.encode(scope, [last.createdAt.toISOString(), last.id]) : null };
  }
}

function readableBy(workspace: string, actor: Actor): Readable | null {
  const regexes = readableRegexes(actor);
  return regexes === 'all' ? null : { workspace, regexes, column: Prisma.sql`d.model_id`, indexed: true };
}

function filters({ stage, target }: DeploymentQuery): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (stage !== undefined) conditions.push(Prisma.sql`lower(d.stage) = ${stageKey(stage)}`);
  if (target !== undefined) conditions.push(Prisma.sql`(d.target_id = ${target} OR d.target_name = ${target})`);
  return conditions;
}

function readable(actor: Actor): Prisma.Sql {
  const regexes = readableRegexes(actor);
  return regexes === 'all' ? Prisma.sql`true` : Prisma.sql`m.name ~ ANY(${[...regexes]})`;
}

/** A cursor is good for the same filter only. */
function scopeOf({ model, stage, state, target, promotion }: DeploymentQuery): string {
  const filter = JSON.stringify([model, stage, state, target, promotion].map((value) => value ?? null));
  return `deployments:${createHash('sha256').update(filter).digest('base64url').slice(0, 16)}`;
}
