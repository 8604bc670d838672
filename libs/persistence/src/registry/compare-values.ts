import type { FilterClause, FilterOp } from '#domain/filter/filter-clause';
import { codePoints } from '#domain/registry/text';
import { Prisma } from '../generated/client.js';
import { beginsWith, ilike, isOnlyBeginning, like } from './like-pattern.js';

/** The earliest time that Postgres and JavaScript both know; an earlier one compares alike. */
const MIN_TIME_MS = Date.UTC(-4700, 0, 1);

/** What the indexes on values of tags and params hold of each. */
export const INDEXED_CHARACTERS = 256;

/** Milliseconds since 1970 as a Postgres time. */
export function timeSql(ms: number): Prisma.Sql {
  return Prisma.sql`to_timestamp(${String(Math.max(ms, MIN_TIME_MS))}::double precision / 1000)`;
}

/**
 * Equality goes through the index on the first characters (a whole value does not fit an index row) and is checked again where there may
 * be more of them. Checked again always, the planner would count one condition as two and expect far too few rows.
 */
export function compareEntry(e: Prisma.Sql, op: FilterOp, value: FilterClause['value']): Prisma.Sql {
  const text = String(value);
  if (op !== '=') {
    const beginning = op === 'LIKE' ? beginsWith(text, INDEXED_CHARACTERS) : null;
    const indexed = beginning === null ? null : Prisma.sql`left(${e}.value, 256) LIKE ${beginning}`;
    if (indexed !== null && isOnlyBeginning(text, INDEXED_CHARACTERS)) return indexed;
    const compared = compareText(Prisma.sql`${e}.value`, op, value);
    return indexed === null ? compared : Prisma.sql`${compared} AND ${indexed}`;
  }
  if (codePoints(text) < INDEXED_CHARACTERS) return Prisma.sql`left(${e}.value, 256) = ${text}`;
  return Prisma.sql`left(${e}.value, 256) = left(${text}, 256) AND ${e}.value = ${text}`;
}

/** Postgres sorts NaN above every number; a metric that is NaN is greater than nothing. */
export function compareMetric(e: Prisma.Sql, op: FilterOp, value: FilterClause['value']): Prisma.Sql {
  const number = Prisma.sql`${String(value)}::double precision`;
  const compared = compareOrdered(Prisma.sql`${e}.value`, op, number);
  return op === '>' || op === '>=' ? Prisma.sql`${compared} AND ${e}.value < 'NaN'::double precision` : compared;
}

/** A comparison of numbers or times. */
export function compareOrdered(column: Prisma.Sql, op: FilterOp, value: Prisma.Sql): Prisma.Sql {
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
export function compareText(column: Prisma.Sql, op: FilterOp, value: FilterClause['value']): Prisma.Sql {
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

/** The values of a list, or the one value. */
export function listOf(value: FilterClause['value']): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
