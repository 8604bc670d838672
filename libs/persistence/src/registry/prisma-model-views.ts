import { Injectable } from '@nestjs/common';
import { CursorCodec } from '#application/ports/cursor-codec';
import { ModelViews, type AliasView, type ModelView } from '#application/queries/model-views';
import type { SearchQuery } from '#application/queries/version-views';
import { notFound } from '#application/shared/access';
import type { Page } from '#application/shared/page';
import type { Actor } from '#domain/access/actor';
import { can, readableRegexes } from '#domain/access/authorize';
import { REST_MODEL_FIELDS } from '#domain/filter/rest-fields';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { byReference } from '../core/model-reference.js';
import { isOfModelNamed } from '../core/models-named.js';
import { Prisma } from '../generated/client.js';
import { MODEL_COLUMNS } from './filter-columns.js';
import { findPage, type PageSource } from './find-page.js';
import { after, orderBy } from './keyset.js';
import { compileSearch, pageOf, searching, type CompiledSearch, type SearchedList } from './search.js';

const MODELS: SearchedList = {
  name: 'models',
  fields: REST_MODEL_FIELDS,
  columns: MODEL_COLUMNS,
  order: {
    name: { sql: Prisma.sql`m.name`, type: 'text' },
    createdAt: { sql: Prisma.sql`m.created_at`, type: 'time' },
    updatedAt: { sql: Prisma.sql`m.updated_at`, type: 'time' },
  },
  ownOrder: [{ field: { kind: 'attribute', key: 'name' }, direction: 'ASC', column: 1 }],
  id: Prisma.sql`m.id`,
};

interface ModelRow extends Omit<ModelView, 'owner'> {
  readonly ownerType: string;
  readonly ownerId: string;
  readonly ownerName: string;
}

const VIEW_COLUMNS = Prisma.sql`
  m.id, m.name, m.description, m.owner_type AS "ownerType", m.owner_id AS "ownerId", m.owner_name AS "ownerName",
  (SELECT json_object_agg(t.key, t.value ORDER BY t.key) FROM model_tag t WHERE t.model_id = m.id) AS tags,
  (SELECT json_agg(json_build_object('alias', a.alias, 'version', a.version, 'boundStage', a.bound_stage) ORDER BY a.alias)
    FROM model_alias a WHERE a.model_id = m.id) AS aliases,
  m.last_version AS "lastVersion",
  (SELECT json_agg(json_build_object('stage', s.name, 'versions', s.versions) ORDER BY s.ordinal) FROM (
    SELECT d.name, d.ordinal, array_agg(p.version ORDER BY p.version) AS versions FROM stage_definition d
      JOIN stage_placement p ON p.workspace = d.workspace AND p.stage = d.name AND p.model_id = m.id AND p.to_at IS NULL
      WHERE d.workspace = m.workspace AND d.key NOT IN ('none', 'archived') GROUP BY d.name, d.ordinal) s) AS stages,
  m.revision, m.created_at AS "createdAt", m.updated_at AS "updatedAt"`;

/** Registered models as they are shown. */
@Injectable()
export class PrismaModelViews extends ModelViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async get(workspace: string, actor: Actor, model: string): Promise<ModelView> {
    const rows = await reading(
      () =>
        this.database.client.$queryRaw<ModelRow[]>`SELECT ${VIEW_COLUMNS} FROM registered_model m WHERE ${byReference(workspace, model)}`,
    );
    const [row] = rows;
    if (row === undefined || !can(actor, 'model.read', row.name)) throw notFound(`model "${model}"`);
    return modelView(row);
  }

  override async getAlias(workspace: string, actor: Actor, model: string, alias: string): Promise<AliasView> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ name: string; version: number | null; boundStage: string | null }[]>`
        SELECT m.name, a.version, a.bound_stage AS "boundStage" FROM registered_model m LEFT JOIN model_alias a ON a.model_id = m.id AND a.alias = ${alias}
        WHERE ${byReference(workspace, model)}`,
    );
    const [row] = rows;
    if (row === undefined || !can(actor, 'model.read', row.name)) throw notFound(`model "${model}"`);
    if (row.version === null) throw notFound(`alias "${alias}" of model "${row.name}"`);
    return { alias, version: row.version, boundStage: row.boundStage };
  }

  override async list(workspace: string, actor: Actor, query: SearchQuery): Promise<Page<ModelView>> {
    const search = compileSearch(MODELS, actor, query, this.cursors, { name: '', workspace });
    return searching(async () => {
      const narrowed = await this.withReadableFound(workspace, actor, search);
      const found = await findPage(this.database.slow, narrowed, modelSource(narrowed, workspace));
      const rows = await this.database.hot<ModelRow>(
        'model-page',
        Prisma.sql`SELECT ${VIEW_COLUMNS} FROM registered_model m WHERE m.id = ANY(${found.map(({ id }) => id)}::text[])`,
      );
      return pageOf(search, found, rows.map(modelView), this.cursors);
    });
  }

  /** Names that begin alike are a range of the index in the order of the page; the models behind others are found first. */
  private async withReadableFound(workspace: string, actor: Actor, search: CompiledSearch): Promise<CompiledSearch> {
    const regexes = readableRegexes(actor);
    if (regexes === 'all' || search.readableHelps.length === 0) return search;
    return { ...search, readable: [await isOfModelNamed(this.database.slow, workspace, Prisma.sql`m.id`, regexes)] };
  }
}

/** The models themselves are the rows; in the order of names what is asked of the name is a range of the index. */
function modelSource(search: CompiledSearch, workspace: string): PageSource {
  const { parts, cursor, readable } = search;
  const where = Prisma.sql`m.workspace = ${workspace} AND m.deleted_at IS NULL`;
  const named = parts[0]?.key === 'name';
  const conditions = [where, ...(named ? readable : []), ...(cursor === null ? [] : [after(parts, cursor)])];
  return {
    rows: (limit, columns = Prisma.sql`m.*`) =>
      Prisma.sql`SELECT ${columns} FROM registered_model m WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY ${orderBy(parts)} LIMIT ${limit}::int`,
    named,
    row: Prisma.sql`m`,
    model: Prisma.empty,
    from: Prisma.sql`registered_model m`,
    where,
    workspace,
    few: true,
  };
}

function modelView({ ownerType, ownerId, ownerName, ...row }: ModelRow): ModelView {
  return {
    ...row,
    owner: { type: ownerType, id: ownerId, name: ownerName },
    tags: row.tags ?? {},
    aliases: row.aliases ?? [],
    stages: row.stages ?? [],
  };
}
