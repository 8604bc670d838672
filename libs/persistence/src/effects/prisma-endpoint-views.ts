import { Injectable } from '@nestjs/common';
import { CursorCodec } from '#application/ports/cursor-codec';
import { EndpointViews, type EndpointView } from '#application/queries/endpoint-views';
import { mayManageEndpoint } from '#application/shared/endpoint-access';
import type { Page, PageRequest } from '#application/shared/page';
import type { Actor } from '#domain/access/actor';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { Prisma } from '../generated/client.js';

const SELECT = Prisma.sql`
  SELECT id, url, description, event_types AS "eventTypes", models, stages, format, api_version AS "apiVersion", ordered, state,
    state_reason AS "stateReason", jsonb_build_object('type', owner_type, 'id', owner_id, 'name', owner_name) AS owner,
    failures_in_row AS "failuresInRow", failing_since AS "failingSince", circuit_open_until AS "circuitOpenUntil",
    CASE WHEN previous_until > clock_timestamp() THEN previous_until END AS "previousSecretUntil", revision,
    created_at AS "createdAt", updated_at AS "updatedAt"
  FROM webhook_endpoint`;

const SCOPE = 'webhooks';
/** Rows looked at for one page: whether one pattern covers another is no question for SQL, so rows are judged here. */
const WINDOW = 1_000;

/** Endpoints as doors show them to those who manage them. */
@Injectable()
export class PrismaEndpointViews extends EndpointViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async find(workspace: string, actor: Actor, id: string): Promise<EndpointView | null> {
    const rows = await reading(
      () => this.database.client.$queryRaw<EndpointView[]>`${SELECT} WHERE workspace = ${workspace} AND id = ${id} AND deleted_at IS NULL`,
    );
    const [row] = rows;
    return row !== undefined && mayManageEndpoint(actor, row.models) ? row : null;
  }

  override async list(workspace: string, actor: Actor, { limit, cursor }: PageRequest): Promise<Page<EndpointView>> {
    const found: EndpointView[] = [];
    let after = cursor === undefined ? null : this.cursors.decode(SCOPE, cursor);
    while (found.length <= limit) {
      const rows = await this.window(workspace, after);
      found.push(...rows.filter((row) => mayManageEndpoint(actor, row.models)));
      const last = rows.at(-1);
      if (rows.length < WINDOW || last === undefined) break;
      after = [last.createdAt.toISOString(), last.id];
    }
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const more = found.length > limit && last !== undefined;
    return { items, nextCursor: more ? this.cursors.encode(SCOPE, [last.createdAt.toISOString(), last.id]) : null };
  }

  private window(workspace: string, after: readonly (string | number)[] | null): Promise<readonly EndpointView[]> {
    const [at = '', id = ''] = after ?? [];
    const below = after === null ? Prisma.empty : Prisma.sql`AND (created_at, id) < (${String(at)}::timestamptz, ${String(id)})`;
    return reading(
      () => this.database.slow.$queryRaw<EndpointView[]>`
        ${SELECT} WHERE workspace = ${workspace} AND deleted_at IS NULL ${below} ORDER BY created_at DESC, id DESC LIMIT ${WINDOW}`,
    );
  }
}
