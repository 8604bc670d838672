import type { FilterClause, FilterOp } from '#domain/filter/filter-clause';
import { stageKey } from '#domain/registry/stage-name';
import { codePoints } from '#domain/registry/text';
import { Prisma } from '../generated/client.js';
import { ilike, like } from './like-pattern.js';

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
  readonly special: Readonly<Record<string, (op: FilterOp, value: FilterClause['value']) => Prisma.Sql>>;
  readonly tag: EntryTable | null;
  readonly metric: EntryTable | null;
  readonly param: EntryTable | null;
}

/** A key-value table and how its rows belong to a row of the list. */
interface EntryTable {
  readonly table: Prisma.Sql;
  readonly owner: Prisma.Sql;
}

/** Fields of models; `m` is the model. */
export const MODEL_COLUMNS: FilterColumns = {
  text: { name: Prisma.sql`m.name`, owner: Prisma.sql`m.owner_name` },
  time: { createdAt: Prisma.sql`m.created_at`, updatedAt: Prisma.sql`m.updated_at` },
  integer: {},
  special: {},
  tag: { table: Prisma.sql`model_tag`, owner: Prisma.sql`e.model_id = m.id` },
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
    source: Prisma.sql`v.source`,
  },
  time: { createdAt: Prisma.sql`v.created_at`, updatedAt: Prisma.sql`v.updated_at` },
  integer: { version: Prisma.sql`v.version` },
  special: { stage: standsIn, alias: bears },
  tag: { table: Prisma.sql`version_tag`, owner: Prisma.sql`e.version_id = v.id` },
  metric: { table: Prisma.sql`version_metric`, owner: Prisma.sql`e.version_id = v.id` },
  param: { table: Prisma.sql`version_param`, owner: Prisma.sql`e.version_id = v.id` },
};

/**
 * The clauses as conditions, one each. Every value is a parameter and every name comes from the tables above, so nothing that a caller
 * wrote becomes SQL. What bears no such tag, metric or param matches no condition on it, `!=` included (as in MLflow).
 */
export function compileFilter(clauses: readonly FilterClause[], columns: FilterColumns): Prisma.Sql[] {
  return clauses.map((clause) => compileClause(clause, columns));
}

/** True for rows that do not bear the tag with that value, those without the tag included. */
export function lacksTag({ key, value }: { readonly key: string; readonly value: string }, columns: FilterColumns): Prisma.Sql {
  if (columns.tag === null) throw new Error('this list has no tags');
  return Prisma.sql`NOT ${hasEntry(columns.tag, key, compareEntry('=', value))}`;
}

function compileClause({ field, op, value }: FilterClause, columns: FilterColumns): Prisma.Sql {
  if (field.kind !== 'attribute') {
    const table = columns[field.kind];
    if (table === null) throw new Error(`this list has no ${field.kind}s`);
    return hasEntry(table, field.key, field.kind === 'metric' ? compareMetric(op, value) : compareEntry(op, value));
  }
  const special = own(columns.special, field.key);
  if (special !== undefined) return special(op, value);
  const text = own(columns.text, field.key);
  if (text !== undefined) return compareText(text, op, value);
  const time = own(columns.time, field.key);
  if (time !== undefined) return compareOrdered(time, op, timeSql(Number(value)));
  const integer = own(columns.integer, field.key);
  if (integer !== undefined) return compareOrdered(integer, op, Prisma.sql`${String(value)}::int`);
  throw new Error(`the field ${field.key} has no column`);
}

/** Milliseconds since 1970 as a Postgres time. */
export function timeSql(ms: number): Prisma.Sql {
  return Prisma.sql`to_timestamp(${String(Math.max(ms, MIN_TIME_MS))}::double precision / 1000)`;
}

function hasEntry({ table, owner }: EntryTable, key: string, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM ${table} e WHERE ${owner} AND e.key = ${key} AND ${condition})`;
}

/**
 * Equality goes through the index on the first characters (a whole value does not fit an index row) and is checked again where there may
 * be more of them. Checked again always, the planner would count one condition as two and expect far too few rows.
 */
function compareEntry(op: FilterOp, value: FilterClause['value']): Prisma.Sql {
  if (op !== '=') return compareText(Prisma.sql`e.value`, op, value);
  const text = String(value);
  if (codePoints(text) < INDEXED_CHARACTERS) return Prisma.sql`left(e.value, 256) = ${text}`;
  return Prisma.sql`left(e.value, 256) = left(${text}, 256) AND e.value = ${text}`;
}

/** Postgres sorts NaN above every number; a metric that is NaN is greater than nothing. */
function compareMetric(op: FilterOp, value: FilterClause['value']): Prisma.Sql {
  const number = Prisma.sql`${String(value)}::double precision`;
  const compared = compareOrdered(Prisma.sql`e.value`, op, number);
  return op === '>' || op === '>=' ? Prisma.sql`${compared} AND e.value <> 'NaN'::double precision` : compared;
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

function standsIn(op: FilterOp, value: FilterClause['value']): Prisma.Sql {
  const keys = listOf(value).map(stageKey);
  const not = op === '!=' || op === 'NOT IN' ? Prisma.sql`NOT` : Prisma.empty;
  return Prisma.sql`${not} EXISTS (SELECT 1 FROM stage_placement s WHERE s.version_id = v.id AND s.to_at IS NULL AND s.workspace = v.workspace
    AND s.stage = ANY(ARRAY(SELECT d.name FROM stage_definition d WHERE d.key = ANY(${keys}::text[]))))`;
}

/** A version may bear many aliases: `!=` and `NOT IN` hold where none of them is meant. */
function bears(op: FilterOp, value: FilterClause['value']): Prisma.Sql {
  const none = op === '!=' || op === 'NOT IN';
  const positive = op === '!=' ? '=' : op === 'NOT IN' ? 'IN' : op;
  return Prisma.sql`${none ? Prisma.sql`NOT` : Prisma.empty} EXISTS (
    SELECT 1 FROM model_alias a WHERE a.version_id = v.id AND ${compareText(Prisma.sql`a.alias`, positive, value)})`;
}

function listOf(value: FilterClause['value']): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
