import type { FilterClause, FilterOp } from '#domain/filter/filter-clause';
import { stageKey } from '#domain/registry/stage-name';
import { Prisma } from '../generated/client.js';
import type { IdsOfEntries } from './beginning-of-values.js';
import { compareOrdered, compareText, INDEXED_CHARACTERS, listOf } from './compare-values.js';
import { beginsWith } from './like-pattern.js';

/** How one list's fields are stored. */
export interface FilterColumns {
  readonly text: Readonly<Record<string, Prisma.Sql>>;
  readonly time: Readonly<Record<string, Prisma.Sql>>;
  readonly integer: Readonly<Record<string, Prisma.Sql>>;
  /** Conditions that are not a comparison of a column. */
  readonly special: Readonly<Record<string, (op: FilterOp, value: FilterClause['value'], scope: FilterScope) => Compiled>>;
  /** Fields of the row's model, not of the row. */
  readonly ofModel: readonly string[];
  /** Fields whose parts have an index, as columns of the table of such texts `n`. */
  readonly texts: Readonly<Record<string, Prisma.Sql>>;
  readonly tag: EntryTable | null;
  readonly metric: EntryTable | null;
  readonly param: EntryTable | null;
}

/** A key-value table and the column by which its rows belong to a row of the list; the key is unique for each. */
export interface EntryTable {
  readonly table: Prisma.Sql;
  readonly owner: Prisma.Sql;
  readonly id: Prisma.Sql;
  readonly workspace: Prisma.Sql;
}

/** The present name of each stage by its key. */
export type StageNames = ReadonlyMap<string, string>;

/** What is known of all rows of the list. */
export interface FilterScope {
  readonly workspace: string;
  readonly stages?: StageNames;
  /** The model of all versions. */
  readonly modelId?: string;
}

/** Rows of another table of which each belongs to one row of the list, and no two to the same. */
export interface Entries {
  readonly table: Prisma.Sql;
  /** Its columns that are columns of the list's order, by their keys; the id among them. */
  readonly order: Readonly<Record<string, Prisma.Sql>>;
  readonly where: (alias: Prisma.Sql) => Prisma.Sql;
  /** The same rows by their ids alone, where that is quicker. */
  readonly ids?: IdsOfEntries;
}

/** A table that has one row for each row of the list which matches, and an index that finds those of many ids in one scan. */
export interface Judge {
  readonly table: Prisma.Sql;
  /** The column that is the id of the list's row. */
  readonly id: Prisma.Sql;
  readonly where: (alias: Prisma.Sql) => Prisma.Sql;
}

/** One clause: a table to join, of which no row of the list meets two rows, or a condition. */
export type Compiled =
  | {
      /** `judging`: asked of rows one by one, in another order than that of any index of the table. */
      readonly join: (alias: Prisma.Sql, judging: boolean) => Prisma.Sql;
      /** The column of that table that is the row's id, where an index gives the table's matches in its order. */
      readonly id?: Prisma.Sql;
      /** The same matches by themselves. */
      readonly entries?: Entries;
      /** Asked of many rows at once. */
      readonly judge?: Judge;
    }
  | { readonly condition: Prisma.Sql; readonly inOrder?: true; readonly entries?: Entries };

/** Fields of models; `m` is the model. */
export const MODEL_COLUMNS: FilterColumns = {
  text: { name: Prisma.sql`m.name` },
  time: { createdAt: Prisma.sql`m.created_at`, updatedAt: Prisma.sql`m.updated_at` },
  integer: {},
  special: { owner: isOwnedBy },
  ofModel: [],
  texts: {},
  tag: { table: Prisma.sql`model_tag`, owner: Prisma.sql`model_id`, id: Prisma.sql`m.id`, workspace: Prisma.sql`m.workspace` },
  metric: null,
  param: null,
};

/** Fields of versions; `v` is the version, `m` its model. */
export const VERSION_COLUMNS: FilterColumns = {
  text: {
    name: Prisma.sql`m.name`,
    owner: Prisma.sql`m.owner_name`,
    runId: Prisma.sql`v.run_id`,
  },
  time: { createdAt: Prisma.sql`v.created_at`, updatedAt: Prisma.sql`v.updated_at` },
  integer: {},
  special: { stage: standsIn, alias: bears, source: comesFrom, version: isNumbered, status: isInState },
  ofModel: ['name', 'owner'],
  texts: { source: Prisma.sql`n.source`, runId: Prisma.sql`n.run_id` },
  tag: ofVersion(Prisma.sql`version_tag`),
  metric: ofVersion(Prisma.sql`version_metric`),
  param: ofVersion(Prisma.sql`version_param`),
};

function ofVersion(table: Prisma.Sql): EntryTable {
  return { table, owner: Prisma.sql`version_id`, id: Prisma.sql`v.id`, workspace: Prisma.sql`v.workspace` };
}

/**
 * Joins a table by a condition that at most one of its rows meets for each row of the list. Where rows are judged each is looked up by itself, so that
 * reading stops where the page is full: joined plainly, the server may find all matches of the condition first.
 */
export function joined(table: Prisma.Sql, alias: Prisma.Sql, condition: Prisma.Sql, judging: boolean): Prisma.Sql {
  return judging
    ? Prisma.sql`CROSS JOIN LATERAL (SELECT 1 FROM ${table} ${alias} WHERE ${condition} OFFSET 0) ${alias}`
    : Prisma.sql`JOIN ${table} ${alias} ON ${condition}`;
}

/**
 * Names and not keys: of a name the server knows how many versions stand there. The index that holds what stands in a stage in the order of
 * ids leaves out None, where the newest stand anyway.
 */
function standsIn(op: FilterOp, value: FilterClause['value'], { stages, modelId }: FilterScope): Compiled {
  const found = listOf(value).flatMap((stage) => stages?.get(stageKey(stage)) ?? []);
  const [only] = found;
  const single = found.length === 1 && only !== undefined;
  const names = single ? Prisma.sql`${only}` : Prisma.sql`ANY(${found}::text[])`;
  if (op === '!=' || op === 'NOT IN') {
    const there = Prisma.sql`SELECT 1 FROM stage_placement s WHERE s.version_id = v.id AND s.to_at IS NULL AND s.stage = ${names}`;
    return { condition: isNowhere(there) };
  }
  // A version stands in one place: judged, it is looked up by its id, and not once for each of the stages.
  const join = (s: Prisma.Sql, judging: boolean): Prisma.Sql => {
    const there = judging ? Prisma.sql`(${s}.stage = ${names}) IS TRUE` : Prisma.sql`${s}.stage = ${names}`;
    const condition = Prisma.sql`${s}.version_id = v.id AND ${s}.workspace = v.workspace AND ${s}.to_at IS NULL AND ${there} ${ofModel(s, modelId)}`;
    return joined(Prisma.sql`stage_placement`, s, condition, judging);
  };
  return single && stageKey(only) !== 'none' ? { join, id: Prisma.sql`version_id` } : { join };
}

/** The table of names and owners has an index of an owner's models in the order of their names. */
function isOwnedBy(op: FilterOp, value: FilterClause['value']): Compiled {
  const condition = compareText(Prisma.sql`m.owner_name`, op, value);
  if (op !== '=') return { condition };
  const where = (n: Prisma.Sql): Prisma.Sql => compareText(Prisma.sql`${n}.owner_name`, op, value);
  return { condition, entries: { table: Prisma.sql`model_name`, order: { name: Prisma.sql`name`, id: Prisma.sql`model_id` }, where } };
}

/** An index holds the versions that are not ready in the order of their ids; nearly all are. */
function isInState(op: FilterOp, value: FilterClause['value']): Compiled {
  const condition = compareText(Prisma.sql`v.status`, op, value);
  return op === '=' && value !== 'READY' ? { condition: Prisma.sql`${condition} AND v.status <> 'READY'`, inOrder: true } : { condition };
}

/** Of one number there is one version in each model, and an index gives them in the order of their ids. */
function isNumbered(op: FilterOp, value: FilterClause['value']): Compiled {
  const condition = compareOrdered(Prisma.sql`v.version`, op, Prisma.sql`${String(value)}::int`);
  return op === '=' ? { condition, inOrder: true } : { condition };
}

/** An index holds the first characters of each source, in the order of code points; the rest is checked again. */
function comesFrom(op: FilterOp, value: FilterClause['value']): Compiled {
  const column = Prisma.sql`v.source`;
  const condition = compareText(column, op, value);
  const indexed = Prisma.sql`(left(v.source, 256)) COLLATE "C"`;
  if (op === '=') return { condition: Prisma.sql`${indexed} = left(${String(value)}, 256) AND ${condition}` };
  const beginning = op === 'LIKE' ? beginsWith(String(value), INDEXED_CHARACTERS) : null;
  return { condition: beginning === null ? condition : Prisma.sql`${indexed} LIKE ${beginning} AND ${condition}` };
}

/** Only where the model is known: said of two columns that follow from each other it would count twice. */
function ofModel(table: Prisma.Sql, modelId: string | undefined): Prisma.Sql {
  return modelId === undefined ? Prisma.empty : Prisma.sql`AND ${table}.model_id = ${modelId}`;
}

/**
 * A version may bear many aliases: `!=` and `NOT IN` hold where none of them is meant. One alias is borne by one version of a model, and an index gives its
 * versions over all models in the order of their ids.
 */
function bears(op: FilterOp, value: FilterClause['value'], { modelId }: FilterScope): Compiled {
  if (op === '=') {
    const join = (a: Prisma.Sql, judging: boolean): Prisma.Sql => {
      const condition = Prisma.sql`${a}.version_id = v.id AND ${a}.workspace = v.workspace AND ${a}.alias = ${String(value)} ${ofModel(a, modelId)}`;
      return joined(Prisma.sql`model_alias`, a, condition, judging);
    };
    return modelId === undefined ? { join, id: Prisma.sql`version_id` } : { join };
  }
  const none = op === '!=' || op === 'NOT IN';
  const positive = op === '!=' ? '=' : op === 'NOT IN' ? 'IN' : op;
  const one = Prisma.sql`SELECT 1 FROM model_alias a WHERE a.version_id = v.id AND ${compareText(Prisma.sql`a.alias`, positive, value)}`;
  return { condition: none ? isNowhere(one) : Prisma.sql`EXISTS (${one})` };
}

/** Asked for each row by itself: made into a join, the server would read every alias, or every placement, for a page of a hundred. */
function isNowhere(rows: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (${rows} OFFSET 0)`;
}
