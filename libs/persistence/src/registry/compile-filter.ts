import type { FilterClause, FilterOp } from '#domain/filter/filter-clause';
import { stageKey } from '#domain/registry/stage-name';
import { codePoints } from '#domain/registry/text';
import { Prisma } from '../generated/client.js';
import { isModelWithName } from '../core/name-matches.js';
import { beginsWith, ilike, like } from './like-pattern.js';

/** The earliest time that Postgres and JavaScript both know; an earlier one compares alike. */
const MIN_TIME_MS = Date.UTC(-4700, 0, 1);

/** What the indexes on values of tags and params hold of each. */
const INDEXED_CHARACTERS = 256;

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
interface EntryTable {
  readonly table: Prisma.Sql;
  readonly owner: Prisma.Sql;
  readonly id: Prisma.Sql;
  readonly workspace: Prisma.Sql;
}

/** The present name of each stage by its key. */
export type StageNames = ReadonlyMap<string, string>;

/** What is known of all rows of the list. */
export interface FilterScope {
  readonly stages?: StageNames;
  /** The model of all versions. */
  readonly modelId?: string;
}

/** One clause: a table to join, of which no row of the list meets two rows, or a condition. */
type Compiled =
  | {
      readonly join: (alias: Prisma.Sql) => Prisma.Sql;
      /** The column of that table that is the row's id, where an index gives the table's matches in its order. */
      readonly id?: Prisma.Sql;
    }
  | { readonly condition: Prisma.Sql; readonly inOrder?: true };

/** A filter taken apart by what it costs to ask. */
export interface CompiledFilter {
  readonly joins: readonly Prisma.Sql[];
  /** On the row itself. */
  readonly conditions: readonly Prisma.Sql[];
  /** On the row's model alone. */
  readonly ofModel: readonly Prisma.Sql[];
  /** What follows from those, and finds the models by an index. */
  readonly modelHelps: readonly Prisma.Sql[];
  /** What follows from the conditions on the row, and finds rows by an index. */
  readonly helps: readonly Prisma.Sql[];
  /** Columns that are the row's id, each in a table whose matches an index gives in the order of the ids. Empty where no clause is one of these. */
  readonly ids: readonly Prisma.Sql[];
  /** What stands in a stage of one model: an index finds all of it, and the server knows nothing of how little that may be. */
  readonly standing: readonly { readonly modelId: string; readonly stage: string }[];
}

/** Fields of models; `m` is the model. */
export const MODEL_COLUMNS: FilterColumns = {
  text: { name: Prisma.sql`m.name`, owner: Prisma.sql`m.owner_name` },
  time: { createdAt: Prisma.sql`m.created_at`, updatedAt: Prisma.sql`m.updated_at` },
  integer: {},
  special: {},
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
    status: Prisma.sql`v.status`,
    runId: Prisma.sql`v.run_id`,
  },
  time: { createdAt: Prisma.sql`v.created_at`, updatedAt: Prisma.sql`v.updated_at` },
  integer: {},
  special: { stage: standsIn, alias: bears, source: comesFrom, version: isNumbered },
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
 * The clauses as joins and conditions. Every value is a parameter and every name comes from the tables above, so nothing that a caller
 * wrote becomes SQL. What bears no such tag, metric or param matches no condition on it, `!=` included (as in MLflow). A condition on one is
 * a join and not EXISTS, so that the order of its index can be the order of the list.
 */
export function compileFilter(clauses: readonly FilterClause[], columns: FilterColumns, scope: FilterScope = {}): CompiledFilter {
  const joins: Prisma.Sql[] = [];
  const conditions: Prisma.Sql[] = [];
  const ofModel: Prisma.Sql[] = [];
  const ids: Prisma.Sql[] = [];
  const helps: Prisma.Sql[] = [];
  const modelHelps: Prisma.Sql[] = [];
  const standing: { modelId: string; stage: string }[] = [];
  for (const clause of clauses) {
    modelHelps.push(...modelHelpsOf(clause));
    helps.push(...helpsOf(clause, columns));
    standing.push(...standingOf(clause, scope));
    const compiled = compileClause(clause, columns, scope);
    if ('join' in compiled) {
      const alias = Prisma.raw(`e${joins.length}`);
      joins.push(compiled.join(alias));
      if (compiled.id !== undefined) ids.push(Prisma.sql`${alias}.${compiled.id}`);
    } else {
      (isOfModel(clause, columns) ? ofModel : conditions).push(compiled.condition);
      if (compiled.inOrder) ids.push(Prisma.sql`v.id`);
    }
  }
  return { joins, conditions, ofModel, modelHelps, ids, helps, standing };
}

/** True for rows that do not bear the tag with that value, those without the tag included. */
export function lacksTag({ key, value }: { readonly key: string; readonly value: string }, columns: FilterColumns): Prisma.Sql {
  if (columns.tag === null) throw new Error('this list has no tags');
  const { table, owner, id } = columns.tag;
  const e = Prisma.raw('e');
  return Prisma.sql`NOT EXISTS (SELECT 1 FROM ${table} e WHERE e.${owner} = ${id} AND e.key = ${key} AND ${compareEntry(e, '=', value)})`;
}

/** What follows from a clause on a model's owner or on parts of its name, and has an index: that stands on a table of these alone. */
function modelHelpsOf({ field, op, value }: FilterClause): Prisma.Sql[] {
  if (field.kind !== 'attribute') return [];
  if (field.key === 'owner' && op === '=') return [isModelWithName(Prisma.sql`n.owner_name = ${String(value)}`)];
  return field.key === 'name' && isOfParts(op, value) ? [isModelWithName(compareText(Prisma.sql`n.name`, op, value))] : [];
}

/** The same for parts of a version's texts. */
function helpsOf({ field, op, value }: FilterClause, { texts }: FilterColumns): Prisma.Sql[] {
  const column = field.kind === 'attribute' && isOfParts(op, value) ? own(texts, field.key) : undefined;
  return column === undefined ? [] : [isVersionWithText(compareText(column, op, value))];
}

/** True for a pattern that begins with anything, which an index on the whole text does not answer. */
function isOfParts(op: FilterOp, value: FilterClause['value']): boolean {
  return op === 'ILIKE' || (op === 'LIKE' && /^[%_]/.test(String(value)));
}

/** That version `v` is one of those whose texts `n` meet a condition. */
function isVersionWithText(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`v.id IN (SELECT n.version_id FROM version_text n WHERE ${condition})`;
}

function isOfModel({ field }: FilterClause, columns: FilterColumns): boolean {
  return field.kind === 'attribute' && columns.ofModel.includes(field.key);
}

function compileClause({ field, op, value }: FilterClause, columns: FilterColumns, scope: FilterScope): Compiled {
  if (field.kind !== 'attribute') {
    const table = columns[field.kind];
    if (table === null) throw new Error(`this list has no ${field.kind}s`);
    const compare = field.kind === 'metric' ? compareMetric : compareEntry;
    const join = (alias: Prisma.Sql): Prisma.Sql => joinEntry(table, alias, field.key, compare(alias, op, value));
    return op === '=' && field.kind !== 'metric' ? { join, id: table.owner } : { join };
  }
  const special = own(columns.special, field.key);
  if (special !== undefined) return special(op, value, scope);
  const text = own(columns.text, field.key);
  if (text !== undefined) return { condition: compareText(text, op, value) };
  const time = own(columns.time, field.key);
  if (time !== undefined) return { condition: compareOrdered(time, op, timeSql(Number(value))) };
  const integer = own(columns.integer, field.key);
  if (integer !== undefined) return { condition: compareOrdered(integer, op, Prisma.sql`${String(value)}::int`) };
  throw new Error(`the field ${field.key} has no column`);
}

/** Milliseconds since 1970 as a Postgres time. */
export function timeSql(ms: number): Prisma.Sql {
  return Prisma.sql`to_timestamp(${String(Math.max(ms, MIN_TIME_MS))}::double precision / 1000)`;
}

function joinEntry({ table, owner, id, workspace }: EntryTable, e: Prisma.Sql, key: string, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`JOIN ${table} ${e} ON ${e}.${owner} = ${id} AND ${e}.workspace = ${workspace} AND ${e}.key = ${key} AND ${condition}`;
}

/**
 * Equality goes through the index on the first characters (a whole value does not fit an index row) and is checked again where there may
 * be more of them. Checked again always, the planner would count one condition as two and expect far too few rows.
 */
function compareEntry(e: Prisma.Sql, op: FilterOp, value: FilterClause['value']): Prisma.Sql {
  if (op !== '=') {
    const beginning = op === 'LIKE' ? beginsWith(String(value), INDEXED_CHARACTERS) : null;
    const help = beginning === null ? Prisma.empty : Prisma.sql`AND left(${e}.value, 256) LIKE ${beginning}`;
    return Prisma.sql`${compareText(Prisma.sql`${e}.value`, op, value)} ${help}`;
  }
  const text = String(value);
  if (codePoints(text) < INDEXED_CHARACTERS) return Prisma.sql`left(${e}.value, 256) = ${text}`;
  return Prisma.sql`left(${e}.value, 256) = left(${text}, 256) AND ${e}.value = ${text}`;
}

/** Postgres sorts NaN above every number; a metric that is NaN is greater than nothing. */
function compareMetric(e: Prisma.Sql, op: FilterOp, value: FilterClause['value']): Prisma.Sql {
  const number = Prisma.sql`${String(value)}::double precision`;
  const compared = compareOrdered(Prisma.sql`${e}.value`, op, number);
  return op === '>' || op === '>=' ? Prisma.sql`${compared} AND ${e}.value < 'NaN'::double precision` : compared;
}

function compareOrdered(column: Prisma.Sql, op: FilterOp, value: Prisma.Sql): Prisma.Sql {
  switch (op) {
    case '=':
      return Prisma.sql`${column} = ${value}`;
    case '!=':
      return Prisma.sql`${column} <> ${value}`;
    case '<':
      return Prisma.sql`${column} < ${value}`;
    case '<=':
      return Prisma.sql`${column} <= ${value}`;
    case '>':
      return Prisma.sql`${column} > ${value}`;
    case '>=':
      return Prisma.sql`${column} >= ${value}`;
    default:
      throw new Error(`${op} does not compare numbers`);
  }
}

/** What is absent (a run id) equals nothing, so it differs from every value. */
function compareText(column: Prisma.Sql, op: FilterOp, value: FilterClause['value']): Prisma.Sql {
  switch (op) {
    case '=':
      return Prisma.sql`${column} = ${String(value)}`;
    case '!=':
      return Prisma.sql`${column} IS DISTINCT FROM ${String(value)}`;
    case 'LIKE':
      return like(column, String(value));
    case 'ILIKE':
      return ilike(column, String(value));
    case 'IN':
      return Prisma.sql`${column} = ANY(${listOf(value)}::text[])`;
    case 'NOT IN':
      return Prisma.sql`(${column} = ANY(${listOf(value)}::text[])) IS NOT TRUE`;
    default:
      throw new Error(`${op} does not compare text`);
  }
}

function standingOf({ field, op, value }: FilterClause, { stages, modelId }: FilterScope): { modelId: string; stage: string }[] {
  if (modelId === undefined || op !== '=' || field.kind !== 'attribute' || field.key !== 'stage') return [];
  const stage = stages?.get(stageKey(String(value)));
  return stage === undefined ? [] : [{ modelId, stage }];
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
  const join = (
    s: Prisma.Sql,
  ): Prisma.Sql => Prisma.sql`JOIN stage_placement ${s} ON ${s}.version_id = v.id AND ${s}.workspace = v.workspace
    AND ${s}.to_at IS NULL AND ${s}.stage = ${names} ${ofModel(s, modelId)}`;
  return single && stageKey(only) !== 'none' ? { join, id: Prisma.sql`version_id` } : { join };
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

/** A version may bear many aliases: `!=` and `NOT IN` hold where none of them is meant. One alias is borne by one version of a model. */
function bears(op: FilterOp, value: FilterClause['value'], { modelId }: FilterScope): Compiled {
  if (op === '=') {
    return {
      join: (a) => Prisma.sql`JOIN model_alias ${a} ON ${a}.version_id = v.id AND ${a}.alias = ${String(value)} ${ofModel(a, modelId)}`,
    };
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

function listOf(value: FilterClause['value']): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
