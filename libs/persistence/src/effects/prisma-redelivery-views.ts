import { Injectable } from '@nestjs/common';
import { CursorCodec } from '#application/ports/cursor-codec';
import { EndpointViews } from '#application/queries/endpoint-views';
import { RedeliveryViews, type RedeliveryView } from '#application/queries/redelivery-views';
import type { Page, PageRequest } from '#application/shared/page';
import type { Actor } from '#domain/access/actor';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { Prisma } from '../generated/client.js';

/** Redeliveries as doors show them to those who manage their endpoint. */
@Injectable()
export class PrismaRedeliveryViews extends RedeliveryViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
    private readonly endpoints: EndpointViews,
  ) {
    super();
  }

  override async list(
    workspace: string,
    actor: Actor,
    endpointId: string,
    { limit, cursor }: PageRequest,
  ): Promise<Page<RedeliveryView> | null> {
    if ((await this.endpoints.find(workspace, actor, endpointId)) === null) return null;
    const scope = `redeliveries:${endpointId}`;
    const [at = '', id = ''] = cursor === undefined ? [] : this.cursors.decode(scope, cursor);
    const below = cursor === undefined ? Prisma.empty : Prisma.sql`AND (requested_at, id) < (${String(at)}::timestamptz, ${String(id)})`;
    const rows = await reading(
      () => this.database.client.$queryRaw<RedeliveryView[]>`
        SELECT id, state, CASE WHEN cardinality(states) > 1 THEN 'all' ELSE states[1] END AS status, coalesce(since, after_at) AS since, until, redelivered,
          requested_at AS "requestedAt", ended_at AS "endedAt"
        FROM redelivery WHERE workspace = ${workspace} AND endpoint_id = ${endpointId} ${below} ORDER BY requested_at DESC, id DESC LIMIT ${limit + 1}::int`,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? this.cursors.encode(scope, [last.requestedAt.toISOString(), last.id]) : null };
  }
}
