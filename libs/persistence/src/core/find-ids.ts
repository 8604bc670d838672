import { Prisma } from '../generated/client.js';
import { expectedOf } from './expected-rows.js';
import { firstNamed, isOfModels, MOST_MODELS } from './models-named.js';
import type { SearchClient } from './search-client.js';

/** Rows of a log that are looked at one by one before all that match are asked for. */
const LOOKED_AT = 100;
const LEAST_LOOKED_AT = 3_000;
const MOST_LOOKED_AT = 10_000;
/** Where the server expects more matches than MANY, and to find them is DEAR, it is worth looking further, at so many rows. */
const MANY = 2_000;
const DEAR = 10_000;
const LOOKED_AT_FURTHER = 30_000;
/**
 * Where an index finds fewer, and for no more than what is BEARABLE, only so many rows are looked at before: what has become frequent since the last
 * statistics is met there. By a sample the server takes what is not in the log for what is in it some hundred times.
 */
const LOOKED_AT_FIRST = 300;
const BEARABLE = 20_000;
/** The same for somebody who may read so few models only, where an index finds their rows. */
const FEW_MODELS = 20;
/** Entries of an index that are read at most, to find of each model as many as a page has. */
const MOST_OF_EACH = 100_000;

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
  /** Rows of models of these names alone are asked for. */
  readonly readable?: Readable | null;
  readonly limit: number;
}

/** Whose rows somebody may read who may not read all. */
export interface Readable {
  readonly workspace: string;
  readonly regexes: readonly string[];
  /** The row's model. */
  readonly column: Prisma.Sql;
  /** What else may be read, besides. */
  readonly orElse?: Prisma.Sql;
  /** Where an index gives the rows of each model in the order of the list: all that it holds of a row, and the conditions that it answers. */
  readonly ofEach?: { readonly columns: Prisma.Sql; readonly bounds: readonly Prisma.Sql[] };
  /** An index finds the rows of a model. */
  readonly indexed?: boolean;
  /** What follows from the models, and finds their rows by an index, where the list has none. */
  readonly helps?: (models: readonly string[]) => Prisma.Sql;
}

/**
 * The ids of a page, in its order: all matches, sorted, where indexes find them at once; else of the first rows those that the filters let
 * pass; and where these do not fill the page, of more rows or of all, by what the server expects (see `findPage` for the reason).
 */
export async function findIds(sql: SearchClient, search: IdSearch): Promise<readonly string[]> {
  return search.readable ? findReadable(sql, search, search.readable) : findAmong(sql, search, false);
}

/**
 * The same for somebody who may not read all. Most often the page is met among the first rows of the list: one statement, which takes the names as they
 * are. Else the models are found first: of each no more rows than a page has, where an index gives them in its order, and of what it holds alone.
 */
async function findReadable(sql: SearchClient, search: IdSearch, readable: Readable): Promise<readonly string[]> {
  const { filters, limit } = search;
  const { workspace, regexes, column, orElse, ofEach, indexed = false, helps } = readable;
  // Both find the rows of models, and none that are read for another reason; the former knows nothing of filters.
  const [each, help] = orElse === undefined ? [filters.length === 0 ? ofEach : undefined, helps] : [];
  const and = (rights: Prisma.Sql): IdSearch => ({
    ...search,
    filters: [orElse === undefined ? rights : Prisma.sql`(${rights} OR ${orElse})`, ...filters],
  });
  const first = await look(sql, and(Prisma.sql`(${column} IN (SELECT id FROM named)) IS TRUE`), windowOf(limit), {
    query: firstNamed(workspace, regexes),
    fewAreFound: indexed || (each ?? help) !== undefined,
  });
  if (first.models.length > MOST_MODELS) return findAmong(sql, and(isOfModels(column, regexes, null)), false);
  if (first.ids.length === limit || first.ended) return first.ids;
  const { models } = first;
  if (models.length === 0 && orElse === undefined) return [];
  if (each === undefined || models.length * limit > MOST_OF_EACH) {
    const ofThese = and(isOfModels(column, regexes, models));
    return findAmong(sql, help === undefined ? ofThese : { ...ofThese, helps: [...(search.helps ?? []), help(models)] }, true);
  }
  const { table, row, order } = search;
  const [found] = await sql.rows<{ ids: string[] }>(Prisma.sql`
    SELECT ARRAY(SELECT ${row}.id FROM unnest(${[...models]}::text[]) AS model(id) CROSS JOIN LATERAL (
      SELECT ${each.columns} FROM ${table} WHERE ${Prisma.join([Prisma.sql`${column} = model.id`, ...each.bounds], ' AND ')}
      ORDER BY ${order} LIMIT ${limit}::int) ${row} ORDER BY ${order} LIMIT ${limit}::int) AS ids`);
  return found?.ids ?? [];
}

function windowOf(limit: number): number {
  return Math.min(MOST_LOOKED_AT, Math.max(LEAST_LOOKED_AT, LOOKED_AT * limit));
}

/** `looked`: the first rows were judged already, and do not fill the page. */
async function findAmong(sql: SearchClient, search: IdSearch, looked: boolean): Promise<readonly string[]> {
  const { base, filters, helps = [], limit } = search;
  if (filters.length === 0) return (await look(sql, search, limit)).ids;
  const matches = (conditions: readonly Prisma.Sql[]): Prisma.Sql =>
    Prisma.sql`SELECT ${search.columns} FROM ${search.table} WHERE ${Prisma.join([...base, ...conditions], ' AND ')}`;
  const expected = await expectedOf(sql, matches(filters));
  if (!expected.cheap) {
    const first = expected.rows <= MANY && expected.cost <= BEARABLE ? LOOKED_AT_FIRST : windowOf(limit);
    const further = expected.rows > MANY && expected.cost > DEAR ? [LOOKED_AT_FURTHER] : [];
    for (const rows of [...(looked ? [] : [first]), ...further]) {
      const { ids, ended } = await look(sql, search, rows);
      if (ids.length === limit || ended) return ids;
    }
  }
  const [all] = await sql.rows<{ ids: string[] }>(Prisma.sql`
    SELECT ARRAY(SELECT ${search.row}.id FROM (${matches(expected.cheap ? filters : [...filters, ...helps])} OFFSET 0) ${search.row} ORDER BY ${search.order} LIMIT ${limit}::int) AS ids`);
  return all?.ids ?? [];
}

/** Models that may be read. */
interface Named {
  /** Of their ids. */
  readonly query: Prisma.Sql;
  /** Whether an index finds the rows of few of them. */
  readonly fewAreFound: boolean;
}

/**
 * Of the first rows of the list those that the filters let pass, and whether the list ended among them. Reading stops where the page is full;
 * only where it is not are the rows counted.
 * `named`: the models by which the filters judge, as the table "named"; they are answered where they do not fill the page or are too many.
 */
async function look(
  sql: SearchClient,
  search: IdSearch,
  most: number,
  named: Named | null = null,
): Promise<{ readonly ids: readonly string[]; readonly ended: boolean; readonly models: readonly string[] }> {
  const { table, row, columns, order, base, filters, limit } = search;
  // Of few models all rows are found for less than many are judged.
  const fewer = Prisma.sql`(SELECT CASE WHEN count(*) <= ${FEW_MODELS}::int THEN ${LOOKED_AT_FIRST}::int ELSE ${most}::int END FROM named)`;
  const rows = named?.fewAreFound === true ? fewer : Prisma.sql`${most}::int`;
  // One limit, and none around it: the server would sort what comes in order already.
  const list = (what: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`SELECT ${what} FROM ${table} WHERE ${Prisma.join([...base], ' AND ')} ORDER BY ${order} LIMIT ${rows}`;
  const where = filters.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join([...filters], ' AND ')}`;
  const [found] = await sql.rows<{ ids: string[]; ended: boolean; models?: string[] }>(Prisma.sql`
    WITH ${named === null ? Prisma.empty : Prisma.sql`named AS MATERIALIZED (${named.query}),`} page AS MATERIALIZED (SELECT ${row}.* FROM (${list(columns)}) ${row} ${where} ORDER BY ${order} LIMIT ${limit}::int)
    SELECT ARRAY(SELECT ${row}.id FROM page ${row} ORDER BY ${order}) AS ids,
      (SELECT count(*) FROM page) < ${limit}::int AND (SELECT count(*) FROM (${list(Prisma.sql`1`)}) looked_at) < ${rows} AS ended
      ${named === null ? Prisma.empty : Prisma.sql`, CASE WHEN (SELECT count(*) FROM page) < ${limit}::int OR (SELECT count(*) FROM named) > ${MOST_MODELS}::int THEN ARRAY(SELECT id FROM named) ELSE '{}' END AS models`}`);
  const { ids = [], ended = false, models = [] } = found ?? {};
  return { ids, ended, models };
}

/** The rows in the order of their ids; an id without a row is left out. */
export function inOrderOf<T extends { readonly id: string }>(ids: readonly string[], rows: readonly T[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
