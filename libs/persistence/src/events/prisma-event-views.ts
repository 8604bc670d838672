import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { eventCursorExpired } from '#application/follow-events/follow-events';
import { CursorCodec } from '#application/ports/cursor-codec';
import type { EventEnvelope } from '#application/ports/webhook-sender';
import { EventViews, type EventQuery, type EventSelection } from '#application/queries/event-views';
import type { Page } from '#application/shared/page';
import type { Actor } from '#domain/access/actor';
import { can, readableRegexes } from '#domain/access/authorize';
import { checkEventGlobs, wantsEvent } from '#domain/delivery/event-filter';
import { EVENT_TYPES } from '#domain/events/event-types';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { findIds, inOrderOf, type Readable } from '../core/find-ids.js';
import { isOneOf, modelIdsOf } from '../core/models-named.js';
import { Prisma } from '../generated/client.js';
import { ENVELOPE, envelopeOf, STAGE_COLUMNS } from './event-row.js';

/** The log of events, oldest first. */
@Injectable()
export class PrismaEventViews extends EventViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async list(workspace: string, actor: Actor, query: EventQuery): Promise<Page<EventEnvelope>> {
    const { types, model, stage, limit } = query;
    const scope = `events:${hashOf([types, model, stage])}`;
    const after = this.placeOf(scope, query);
    const rows = await reading(async () => {
      const models = model === undefined ? null : await modelIdsOf(this.database.slow, workspace, model, true);
      const ids = await findIds(this.database.slow, {
        table: Prisma.sql`event e`,
        row: Prisma.sql`e`,
        // What an event is about is in its data only where it is asked for.
        columns:
          stage === undefined
            ? Prisma.sql`e.id, e.position, e.type, e.model_id`
            : Prisma.sql`e.id, e.position, e.type, e.model_id, e.stage, e.data`,
        order: Prisma.sql`e.position`,
        base: [Prisma.sql`e.workspace = ${workspace}`, Prisma.sql`e.position > ${after ?? 0}::bigint`],
        filters: [...ofModels(actor), ...filters(query, models)],
        readable: readable(workspace, actor),
        limit: limit + 1,
      });
      return inOrderOf(
        ids,
        await this.database.slow.$queryRaw<EventEnvelope[]>`SELECT ${ENVELOPE} FROM event e WHERE e.id = ANY(${[...ids]}::text[])`,
      );
    });
    // After the page, so that what is thrown away meanwhile can only be missed here and never in the page.
    if (after !== null) await this.requireKept(workspace, after);
    const items = rows.slice(0, limit).map(envelopeOf);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? this.cursors.encode(scope, [last.position]) : null };
  }

  private placeOf(scope: string, { cursor, after }: EventQuery): number | null {
    if (cursor === undefined) return after ?? null;
    const [position = 0] = this.cursors.decode(scope, cursor);
    return Number(position);
  }

  private async requireKept(workspace: string, after: number): Promise<void> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ oldest: number }[]>`
        SELECT coalesce((SELECT e.position FROM event e WHERE e.workspace = w.name AND e.position IS NOT NULL ORDER BY e.position LIMIT 1),
          w.position + 1)::float8 AS oldest
        FROM workspace w WHERE w.name = ${workspace}`,
    );
    const oldest = rows[0]?.oldest ?? 1;
    if (after + 1 < oldest) throw eventCursorExpired(oldest);
  }
}

/** Events of none are for administrators, of models for who may read them by their present name. */
function ofModels(actor: Actor): Prisma.Sql[] {
  return readableRegexes(actor) !== 'all' || can(actor, 'admin.endpoints') ? [] : [Prisma.sql`e.model_id IS NOT NULL`];
}

function readable(workspace: string, actor: Actor): Readable | null {
  const regexes = readableRegexes(actor);
  if (regexes === 'all') return null;
  const orElse = can(actor, 'admin.endpoints') ? { orElse: Prisma.sql`e.model_id IS NULL` } : {};
  return { workspace, regexes, column: Prisma.sql`e.model_id`, ...orElse };
}

function filters({ types, stage }: EventSelection, models: readonly string[] | null): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (types !== undefined) conditions.push(Prisma.sql`e.type = ANY(${typesOf(types)}::text[])`);
  if (models !== null) conditions.push(isOneOf(Prisma.sql`e.model_id`, models));
  if (stage !== undefined) {
    // Said of each column, so that the index of words can answer.
    const about = STAGE_COLUMNS.map((one) => Prisma.sql`lower(${one}) = lower(${stage})`);
    conditions.push(Prisma.sql`(${Prisma.join(about, ' OR ')})`);
  }
  return conditions;
}

/** The event types that the globs stand for. */
function typesOf(globs: readonly string[]): string[] {
  const filter = { types: checkEventGlobs(globs, 'types'), models: null, stages: [] };
  return Object.keys(EVENT_TYPES).filter((type) => wantsEvent(filter, { type, model: null, stages: [] }));
}

function hashOf(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16);
}
