import { Injectable } from '@nestjs/common';
import { CursorCodec } from '#application/ports/cursor-codec';
import { VersionViews, type VersionQuery, type VersionView } from '#application/queries/version-views';
import { notFound } from '#application/shared/access';
import type { Page } from '#application/shared/page';
import { livingVersion } from '#application/shared/registry-change';
import type { Actor } from '#domain/access/actor';
import { can } from '#domain/access/authorize';
import { REST_VERSION_FIELDS } from '#domain/filter/rest-fields';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { filled, Gathered } from '../core/gathered.js';
import { byReference, isModelId } from '../core/model-reference.js';
import { Prisma } from '../generated/client.js';
import { VERSION_COLUMNS, type StageNames } from './filter-columns.js';
import { findPage } from './find-page.js';
import { withModelsNamed, withStanding } from './models-of-search.js';
import { compileSearch, pageOf, searching, type SearchedList } from './search.js';
import { VERSION_ASKED_FOR, VERSION_VIEW_COLUMNS, versionView, type VersionRow } from './version-columns.js';
import { versionSource } from './version-source.js';

const VERSIONS: SearchedList = {
  name: 'versions',
  fields: REST_VERSION_FIELDS,
  columns: VERSION_COLUMNS,
  order: {
    name: { sql: Prisma.sql`m.name`, type: 'text' },
    version: { sql: Prisma.sql`v.version`, type: 'integer' },
    createdAt: { sql: Prisma.sql`v.created_at`, type: 'time' },
    updatedAt: { sql: Prisma.sql`v.updated_at`, type: 'time' },
  },
  // Ids rise with time: newest first, and the order in which the indexes on tags and params hold their versions.
  ownOrder: [],
  id: Prisma.sql`v.id`,
  tieBreak: { after: 'name', key: 'version' },
};

/** Within one model the number says which is newer, and the unique index on it is the order. */
const OF_ONE_MODEL: SearchedList = {
  ...VERSIONS,
  name: 'model-versions',
  ownOrder: [{ field: { kind: 'attribute', key: 'version' }, direction: 'DESC', column: 1 }],
  constant: ['name'],
};

interface VersionKey {
  readonly workspace: string;
  readonly model: string;
  readonly version: number;
}

/** A row of the model with its version, whose columns are null where the model never had that number. */
type MaybeRow = VersionRow | { readonly id: null; readonly model: string };

/** A version may have a great many tags: few enough that whoever shares a statement with such ones does not wait long. */
const MOST_TOGETHER = 16;

/** Versions as they are shown. */
@Injectable()
export class PrismaVersionViews extends VersionViews {
  // The most read routes of all.
  private readonly byName = new Gathered(
    (keys: readonly VersionKey[]) => this.askedFor(keys, 'version-views-by-name', Prisma.sql`m.name = asked.model`),
    { most: MOST_TOGETHER },
  );
  private readonly byId = new Gathered(
    (keys: readonly VersionKey[]) => this.askedFor(keys, 'version-views-by-id', Prisma.sql`m.id = asked.model`),
    { most: MOST_TOGETHER },
  );

  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async get(workspace: string, actor: Actor, model: string, version: number): Promise<VersionView> {
    const reads = isModelId(model) ? this.byId : this.byName;
    const row = await reading(() => reads.ask({ workspace, model, version }));
    if (row === undefined || !can(actor, 'model.read', row.model)) throw notFound(`model "${model}"`);
    return versionView(livingVersion(found(row), row.model, version));
  }

  override async getById(workspace: string, actor: Actor, versionId: string): Promise<VersionView> {
    const rows = await reading(
      () => this.database.client.$queryRaw<VersionRow[]>`
        SELECT ${VERSION_VIEW_COLUMNS} FROM model_version v JOIN registered_model m ON m.id = v.model_id
        WHERE v.id = ${versionId} AND v.workspace = ${workspace}`,
    );
    const [row] = rows;
    if (row === undefined || !can(actor, 'model.read', row.model)) throw notFound(`version "${versionId}"`);
    return versionView(livingVersion(row, row.model, row.version));
  }

  override async list(workspace: string, actor: Actor, query: VersionQuery): Promise<Page<VersionView>> {
    const modelId = query.model === undefined ? null : await this.modelId(workspace, actor, query.model);
    const list = modelId === null ? VERSIONS : OF_ONE_MODEL;
    const stages = query.filter === undefined ? undefined : await this.stageNames(workspace, query.filter);
    const search = compileSearch(list, actor, query, this.cursors, {
      name: modelId ?? '',
      workspace,
      ...(modelId === null ? {} : { modelId }),
      ...(stages === undefined ? {} : { stages }),
    });
    return searching(async () => {
      const narrowed =
        modelId === null ? await withModelsNamed(this.database.slow, search, workspace) : await withStanding(this.database.slow, search);
      const found = narrowed === null ? [] : await findPage(this.database.slow, narrowed, versionSource(narrowed, workspace, modelId));
      // Past the ORM, prepared once: its plan depends on nothing that a search says.
      const rows = await this.database.hot<VersionRow>(
        'version-page',
        Prisma.sql`SELECT ${VERSION_VIEW_COLUMNS} FROM model_version v JOIN registered_model m ON m.id = v.model_id
          WHERE v.id = ANY(${found.map(({ id }) => id)}::text[])`,
      );
      return pageOf(search, found, rows.map(versionView), this.cursors);
    });
  }

  private askedFor(keys: readonly VersionKey[], name: string, isModel: Prisma.Sql): Promise<(MaybeRow & { readonly place: number })[]> {
    const column = <Value>(of: (key: VersionKey) => Value): (Value | null)[] => filled(keys.map(of));
    return this.database.hot(
      name,
      Prisma.sql`SELECT asked.place::int AS place, ${VERSION_VIEW_COLUMNS}
        FROM unnest(${column((key) => key.workspace)}::text[], ${column((key) => key.model)}::text[], ${column((key) => key.version)}::int[])
          WITH ORDINALITY AS asked(workspace, model, version, place)
        JOIN registered_model m ON ${isModel} AND m.workspace = asked.workspace AND m.deleted_at IS NULL
        ${VERSION_ASKED_FOR}`,
    );
  }

  /** Asked only where the filter may speak of a stage. */
  private async stageNames(workspace: string, filter: string): Promise<StageNames | undefined> {
    if (!/stage/i.test(filter)) return undefined;
    const rows = await reading(
      () =>
        this.database.client.$queryRaw<
          { key: string; name: string }[]
        >`SELECT key, name FROM stage_definition WHERE workspace = ${workspace}`,
    );
    return new Map(rows.map(({ key, name }) => [key, name]));
  }

  private async modelId(workspace: string, actor: Actor, reference: string): Promise<string> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ id: string; name: string }[]>`
        SELECT m.id, m.name FROM registered_model m WHERE ${byReference(workspace, reference)}`,
    );
    const [model] = rows;
    if (model === undefined || !can(actor, 'model.read', model.name)) throw notFound(`model "${reference}"`);
    return model.id;
  }
}

function found(row: MaybeRow): VersionRow | null {
  return row.id === null ? null : row;
}
