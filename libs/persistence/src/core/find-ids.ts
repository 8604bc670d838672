import { Prisma } from '../generated/client.js';
import type { SearchClient } from './search-client.js';

/** Rows of a log that are looked at one by one before all that match are asked for. */
const LOOKED_AT = 100;
const LEAST_LOOKED_AT = 3_000;
const MOST_LOOKED_AT = 10_000;

/** A page of a log that is filtered by what no index of its order knows. */
export interface IdSearch {
  /** The table with its alias, and the alias. */
  readonly table: Prisma.Sql;
  readonly row: Prisma.Sql;
  /** The columns that order, joins and filters need, the id among them. */
  readonly columns: Prisma.Sql;
  readonly order: Prisma.Sql;
  /** Conditions that an index answers together with the order: workspace, cursor, model, time. */
  readonly base: readonly Prisma.Sql[];
  /** What else is asked of each row. */
  readonly filters: readonly Prisma.Sql[];
  /** What follows from the filters, and helps to find all matches by an index. */
  readonly helps?: readonly Prisma.Sql[];
  readonly limit: number;
}

/**
 * The ids of a page, in its order: of its first rows those that the filters let pass, and only where these do not fill the page all matches,
 * sorted (see `findPage` for the reason).
 */
export async function findIds(sql: SearchClient, search: IdSearch): Promise<readonly string[]> {
  const { table, row, columns, order, base, filters, helps = [], limit } = search;
  const window = filters.length === 0 ? limit : Math.min(MOST_LOOKED_AT, Math.max(LEAST_LOOKED_AT, LOOKED_AT * limit));
  const inBase = Prisma.join([...base], ' AND ');
  const where = filters.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join([...filters], ' AND ')}`;
  const [first] = await sql.$queryRaw<{ seen: number; ids: string[] }[]>`
    WITH looked_at AS MATERIALIZED (SELECT ${columns} FROM ${table} WHERE ${inBase} ORDER BY ${order} LIMIT ${window}::int)
    SELECT (SELECT count(*)::int FROM looked_at) AS seen, ARRAY(SELECT ${row}.id FROM looked_at ${row} ${where} ORDER BY ${order} LIMIT ${limit}::int) AS ids`;
  const { seen = 0, ids = [] } = first ?? {};
  if (ids.length === limit || seen < window || filters.length === 0) return ids;
  const [all] = await sql.$queryRaw<{ ids: string[] }[]>`
    WITH matches AS MATERIALIZED (SELECT ${columns} FROM ${table} WHERE ${Prisma.join([...base, ...filters, ...helps], ' AND ')})
    SELECT ARRAY(SELECT ${row}.id FROM matches ${row} ORDER BY ${order} LIMIT ${limit}::int) AS ids`;
  return all?.ids ?? [];
}

/** The rows in the order of their ids; an id without a row is left out. */
export function inOrderOf<T extends { readonly id: string }>(ids: readonly string[], rows: readonly T[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
