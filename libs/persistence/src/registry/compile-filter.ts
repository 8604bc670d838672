import type { FilterClause, FilterOp } from '#domain/filter/filter-clause';
import { stageKey } from '#domain/registry/stage-name';
import { Prisma } from '../generated/client.js';
import { isModelWithName } from '../core/name-matches.js';
import { idsOfBeginning } from './beginning-of-values.js';
import { compareEntry, compareMetric, compareOrdered, compareText, timeSql } from './compare-values.js';
import { wholeWords } from './like-pattern.js';
import { joined, type Compiled, type Entries, type FilterColumns, type FilterScope, type Judge } from './filter-columns.js';

/** A filter taken apart by what it costs to ask. */
export interface CompiledFilter {
  readonly joins: readonly Prisma.Sql[];
  /** The same, to judge rows one by one. */
  readonly judges: readonly Prisma.Sql[];
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
  /** All matches as rows of another table, where that table alone tells them. */
  readonly entries: Entries | null;
  /** The table by which many rows of the list are judged at once; null unless it is the only one joined. */
  readonly judge: Judge | null;
  /** What stands in a stage of one model: an index finds all of it, and the server knows nothing of how little that may be. */
  readonly standing: readonly { readonly modelId: string; readonly stage: string }[];
}

/**
 * The clauses as joins and conditions. Every value is a parameter and every name comes from the columns given, so nothing that a caller
 * wrote becomes SQL. What bears no such tag, metric or param matches no condition on it, `!=` included (as in MLflow). A condition on one is
 * a join and not EXISTS, so that the order of its index can be the order of the list.
 */
export function compileFilter(clauses: readonly FilterClause[], columns: FilterColumns, scope: FilterScope): CompiledFilter {
  const joins: Prisma.Sql[] = [];
  const judges: Prisma.Sql[] = [];
  const conditions: Prisma.Sql[] = [];
  const ofModel: Prisma.Sql[] = [];
  const ids: Prisma.Sql[] = [];
  const helps: Prisma.Sql[] = [];
  const modelHelps: Prisma.Sql[] = [];
  const standing: { modelId: string; stage: string }[] = [];
  let entries: Entries | null = null;
  let judge: Judge | null = null;
  for (const clause of clauses) {
    modelHelps.push(...modelHelpsOf(clause, scope));
    helps.push(...helpsOf(clause, columns));
    standing.push(...standingOf(clause, scope));
    const compiled = compileClause(clause, columns, scope);
    entries = clauses.length === 1 ? (compiled.entries ?? null) : null;
    if ('join' in compiled) {
      judge = joins.length === 0 ? (compiled.judge ?? null) : null;
      const alias = Prisma.raw(`e${joins.length}`);
      joins.push(compiled.join(alias, false));
      judges.push(compiled.join(alias, true));
      if (compiled.id !== undefined) ids.push(Prisma.sql`${alias}.${compiled.id}`);
    } else {
      (isOfModel(clause, columns) ? ofModel : conditions).push(compiled.condition);
      if (compiled.inOrder) ids.push(Prisma.sql`v.id`);
    }
  }
  return { joins, judges, conditions, ofModel, modelHelps, ids, helps, standing, entries, judge };
}

/** True for rows that do not bear the tag with that value, those without the tag included. */
export function lacksTag({ key, value }: { readonly key: string; readonly value: string }, columns: FilterColumns): Prisma.Sql {
  if (columns.tag === null) throw new Error('this list has no tags');
  const { table, owner, id } = columns.tag;
  const e = Prisma.raw('e');
  return Prisma.sql`NOT EXISTS (SELECT 1 FROM ${table} e WHERE e.${owner} = ${id} AND e.key = ${key} AND ${compareEntry(e, '=', value)})`;
}

/** What follows from a clause on a model's owner or on parts of its name, and has an index: that stands on a table of these alone. */
function modelHelpsOf({ field, op, value }: FilterClause, { workspace }: FilterScope): Prisma.Sql[] {
  if (field.kind !== 'attribute') return [];
  if (field.key === 'owner' && op === '=') return [isModelWithName(workspace, Prisma.sql`n.owner_name = ${String(value)}`)];
  return field.key === 'name' && isOfParts(op, value) ? [isModelWithName(workspace, compareText(Prisma.sql`n.name`, op, value))] : [];
}

/** The same for parts of a version's texts. */
function helpsOf({ field, op, value }: FilterClause, { texts }: FilterColumns): Prisma.Sql[] {
  const column = field.kind === 'attribute' && isOfParts(op, value) ? own(texts, field.key) : undefined;
  if (column === undefined) return [];
  // Of letters without their case a regular expression and ILIKE know different ones in some locales.
  const words = op === 'LIKE' || !/[a-z]/i.test(String(value)) ? wholeWords(String(value)) : null;
  return [isVersionWithText(words === null ? compareText(column, op, value) : Prisma.sql`${column} ~ ${words}`)];
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
    const where = (alias: Prisma.Sql): Prisma.Sql => Prisma.sql`${alias}.key = ${field.key} AND ${compare(alias, op, value)}`;
    const join = (alias: Prisma.Sql, judging: boolean): Prisma.Sql =>
      joined(
        table.table,
        alias,
        Prisma.sql`${alias}.${table.owner} = ${table.id} AND ${alias}.workspace = ${table.workspace} AND ${where(alias)}`,
        judging,
      );
    const entries = { table: table.table, order: { id: table.owner }, where };
    const ids = field.kind === 'metric' ? null : idsOfBeginning(table, field.key, op, value);
    if (ids !== null) return { join, entries: { ...entries, ids } };
    // Behind a range of values the ids lie scattered: there as many are judged one by one in the same time, and fewer where a page is full soon.
    if (op !== '=' || field.kind === 'metric') return { join, entries };
    const inWorkspace = (alias: Prisma.Sql): Prisma.Sql => Prisma.sql`${alias}.workspace = ${scope.workspace} AND ${where(alias)}`;
    return { join, id: table.owner, entries, judge: { table: table.table, id: table.owner, where: inWorkspace } };
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

function standingOf({ field, op, value }: FilterClause, { stages, modelId }: FilterScope): { modelId: string; stage: string }[] {
  if (modelId === undefined || op !== '=' || field.kind !== 'attribute' || field.key !== 'stage') return [];
  const stage = stages?.get(stageKey(String(value)));
  return stage === undefined ? [] : [{ modelId, stage }];
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
