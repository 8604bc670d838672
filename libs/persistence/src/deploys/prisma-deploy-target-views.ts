import { Injectable } from '@nestjs/common';
import type { Actor } from '#domain/access/actor';
import { CursorCodec } from '#application/ports/cursor-codec';
import { DeployTargetViews, type DeployCredentialView, type DeployTargetView } from '#application/queries/deploy-target-views';
import { requireServiceWide } from '#application/shared/access';
import type { Page, PageRequest } from '#application/shared/page';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { Prisma } from '../generated/client.js';

interface Row extends Omit<DeployTargetView, 'credential'> {
  readonly kind: DeployCredentialView['kind'];
  readonly app: Omit<DeployCredentialView, 'kind'> | null;
}

/** The sealed credential is not even read. */
const SELECT = Prisma.sql`
  SELECT id, name, models, stage, repository, workflow, ref, inputs, api_url AS "apiUrl", credential_kind AS kind, credential_app AS app,
    revision, creator, created_at AS "createdAt", updated_at AS "updatedAt"
  FROM deploy_target`;

/** Deploy targets as administrators see them. */
@Injectable()
export class PrismaDeployTargetViews extends DeployTargetViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async find(workspace: string, actor: Actor, id: string): Promise<DeployTargetView | null> {
    requireServiceWide(actor, 'admin.deploy-targets');
    const rows = await reading(
      () => this.database.client.$queryRaw<Row[]>`${SELECT} WHERE workspace = ${workspace} AND id = ${id} AND deleted_at IS NULL`,
    );
    return rows[0] === undefined ? null : viewOf(rows[0]);
  }

  override async list(workspace: string, actor: Actor, { limit, cursor }: PageRequest): Promise<Page<DeployTargetView>> {
    requireServiceWide(actor, 'admin.deploy-targets');
    const scope = 'deploy-targets';
    const conditions = [Prisma.sql`workspace = ${workspace}`, Prisma.sql`deleted_at IS NULL`];
    if (cursor !== undefined) {
      const [at = '', id = ''] = this.cursors.decode(scope, cursor);
      conditions.push(Prisma.sql`(created_at, id) < (${String(at)}::timestamptz, ${String(id)})`);
    }
    const rows = await reading(
      () =>
        this.database.slow.$queryRaw<
          Row[]
        >`${SELECT} WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`,
    );
    const items = rows.slice(0, limit).map(viewOf);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? this.cursors.encode(scope, [last.createdAt.toISOString(), last.id]) : null };
  }
}

function viewOf({ kind, app, creator, ...rest }: Row): DeployTargetView {
  return {
    ...rest,
    creator: { type: creator.type, id: creator.id, name: creator.name },
    credential: { kind, appId: app?.appId ?? null, installationId: app?.installationId ?? null },
  };
}
