import { Prisma } from '../generated/client.js';
import { expectedOf } from '../core/expected-rows.js';
import type { SearchClient } from '../core/search-client.js';
import { after, orderBy, positionOf, type OrderPart } from './keyset.js';
import type { Judge } from './filter-columns.js';
import type { CompiledSearch, Placed } from './search.js';

/** Rows in the order of the list that are looked at before the filter is asked for all of its matches: as many for each row of a page. */
const LOOKED_AT = 100;
const LEAST_LOOKED_AT = 3_000;
const MOST_LOOKED_AT = 10_000;
/** So many are judged first where all matches are found for less than the rest of them. */
const LOOKED_AT_FIRST = 300;
/** The same for each row of a page where they are judged together: what every fourth row has fills the page. */
const NEAR = 4;
/** How far the first of them let one expect the end of the page, and so much further: matches do not lie evenly. */
const FURTHER = 1.5;
/** By what the server makes of it: entries of an index, without their rows, of which most are matches. */
const RATHER_CHEAP = 1_000;
const RATHER_CHEAP_EACH = 0.5;
/** So many are judged first of a list that is never long: there all matches are found for less than many rows are looked at. */
const LOOKED_AT_FIRST_OF_FEW = 1_000;
/** The versions of so many models are still found all at once. */
const FEW_MODELS = 20;
/** Matches that are found one by one in the order of the list rather than all at once: sorting them would take longer. */
const MANY = 25_000;

/** How the rows of one list are found. */
export interface PageSource {
  /**
   * `SELECT <row>.* FROM ...`, or only these columns: the first rows of the list after the position, in its order, with the filter's
   * conditions on the model if `named`.
   */
  readonly rows: (limit: number, columns?: Prisma.Sql) => Prisma.Sql;
  /** The filter's conditions on the model, and what is readable, are conditions of `rows` already. */
  readonly named: boolean;
  /** The row's name. */
  readonly row: Prisma.Sql;
  /** Joins the model to rows; empty where the row is the model. */
  readonly model: Prisma.Sql;
  /** The rows, and the conditions that the list stands for. */
  readonly from: Prisma.Sql;
  readonly where: Prisma.Sql;
  readonly workspace: string;
  /** The list has tens of thousands of rows at most. */
  readonly few: boolean;
}

interface Row extends Readonly<Record<string, unknown>> {
  readonly seen: number;
  readonly id: string | null;
}

/** The rows of a page as far as they were found, and whether that is all of it. */
interface Looked {
  readonly found: readonly Placed[];
  readonly enough: boolean;
}

/** What is asked of rows, and whether it is asked of their models. */
interface Judged {
  readonly conditions: readonly Prisma.Sql[];
  readonly model: boolean;
}

/**
 * Finds the rows of a page. No estimate tells well whether a filter's matches lie at the beginning of a list or far behind, and a wrong guess
 * costs a scan of everything. Where indexes find all matches at once, they are found and sorted. Else the first rows of the list, a number that
 * does not grow with it, are judged: together where one other table decides, else one by one until the page is full. Where they do not fill it, matches that the
 * server expects to be few are all found and sorted; many are met soon enough in the order of the list. Where an index gives the matches in
 * that order, or there is no filter, it is one statement.
 */
export async function findPage(sql: SearchClient, search: CompiledSearch, source: PageSource): Promise<readonly Placed[]> {
  const { filter, readable, limit, indexed } = search;
  const ofModel = source.named ? [] : [...readable, ...filter.ofModel];
  const conditions = [...filter.conditions, ...ofModel];
  if (filter.joins.length === 0 && conditions.length === 0) return placed(search, await sql.rows<Row>(keyed(search, source, limit)));
  if (indexed) return placed(search, await sql.rows<Row>(all(search, source, true)));
  const window = Math.min(MOST_LOOKED_AT, Math.max(LEAST_LOOKED_AT, LOOKED_AT * limit));
  const judged = { conditions, model: ofModel.length > 0 };
  const lookAt = async (rows: number, statement: Prisma.Sql): Promise<Looked> => {
    const first = await sql.rows<Row>(statement);
    const found = placed(search, first);
    return { found, enough: found.length === limit || (first[0]?.seen ?? 0) < rows };
  };
  const look = async (rows: number): Promise<Looked> => {
    const { judge } = filter;
    if (judge === null || source.few) return lookAt(rows, keyed(search, source, rows, judged));
    const near = Math.min(rows, Math.max(LOOKED_AT_FIRST, NEAR * limit));
    let page = await lookAt(near, judgedTogether(search, source, judge, near, judged));
    // What is met within fewer rows costs no more than these.
    let far = near;
    const least = Math.min(LEAST_LOOKED_AT, rows);
    const guess = page.found.length === 0 ? least : Math.min(least, Math.ceil((near * limit * FURTHER) / page.found.length));
    for (const further of [guess, least, rows]) {
      if (page.enough || further <= far) continue;
      far = further;
      page = await lookAt(far, judgedTogether(search, source, judge, far, judged));
    }
    return page;
  };
  // What so many models have is found soon enough, or else not by an index of a few rows: nothing need be asked before.
  const looked = search.models > FEW_MODELS ? await look(window) : null;
  if (looked?.enough === true) return looked.found;
  const expected = await expectedOf(sql, matches(search, source));
  const entries = expected.rows > MANY ? null : firstEntries(search, source);
  if (!expected.cheap && looked === null && !(await areFewIds(sql, search, source, entries))) {
    const rather = entries !== null || expected.cost < Math.min(RATHER_CHEAP, RATHER_CHEAP_EACH * expected.rows);
    const { found, enough } = await look(rather ? LOOKED_AT_FIRST : source.few ? LOOKED_AT_FIRST_OF_FEW : window);
    if (enough) return found;
  }
  if (entries !== null && !expected.cheap) {
    const rows = await sql.rows<Row>(entries.sql);
    const found = placed(search, rows);
    if (found.length === limit || (rows[0]?.seen ?? 0) < entries.most) return found;
  }
  return placed(search, await sql.rows<Row>(all(search, source, expected.rows > MANY)));
}

/** Reads the first matches by another table, at most so many. */
interface FirstEntries {
  readonly sql: Prisma.Sql;
  readonly most: number;
}

/** Whether the other table tells the ids alone, and so few of them that they cost less than looking at the first rows of the list. */
async function areFewIds(
  sql: SearchClient,
  { filter }: CompiledSearch,
  { workspace }: PageSource,
  entries: FirstEntries | null,
): Promise<boolean> {
  const ids = filter.entries?.ids;
  return entries !== null && ids !== undefined && (await expectedOf(sql, ids.ofAnyKey(workspace))).rows <= MANY;
}

/**
 * Where one other table alone tells what matches, and has the columns of the order: the first of its matches in that order, without reading a row of the
 * list for the others. Some more than a page, because those of deleted rows are among them.
 */
function firstEntries(search: CompiledSearch, source: PageSource): FirstEntries | null {
  const { filter, readable, parts, limit, cursor } = search;
  const { entries } = filter;
  // Where few models are meant the other table would be read for all.
  if (entries === null || readable.length > 0 || search.models > 0) return null;
  const order = parts.flatMap((part) => {
    const column = entries.order[part.key];
    return column === undefined ? [] : [{ ...part, sql: Prisma.sql`e.${column}` }];
  });
  if (order.length < parts.length) return null;
  const most = 2 * limit + 50;
  const beyond = cursor === null ? Prisma.empty : Prisma.sql`AND ${after(order, cursor)}`;
  const conditions = [source.where, ...filter.conditions];
  const ids = entries.ids?.select(source.workspace, order[0]?.direction ?? 'DESC');
  const found =
    ids === undefined
      ? Prisma.sql`${entries.table} e WHERE e.workspace = ${source.workspace} AND ${entries.where(Prisma.sql`e`)}`
      : Prisma.sql`(${ids}) e WHERE true`;
  const sql = Prisma.sql`
    WITH first AS MATERIALIZED (
      SELECT e.${entries.order['id'] ?? Prisma.empty} AS id FROM ${found} ${beyond} ORDER BY ${orderBy(order)} LIMIT ${most}::int)
    SELECT n.seen, page.* FROM (SELECT count(*)::int AS seen FROM first) n
    LEFT JOIN (SELECT ${keys(search)} FROM first e JOIN ${source.from} ON ${source.row}.id = e.id WHERE ${Prisma.join(conditions, ' AND ')}
      ORDER BY ${orderBy(parts)} LIMIT ${limit}::int) page ON true
    ORDER BY ${byKeys(search)}`;
  return { sql, most };
}

/**
 * Of the first rows of the list those that the filter lets pass. Reading stops where the page is full; only where it is not are the rows
 * counted: fewer than `rows` are the whole list.
 */
function keyed(search: CompiledSearch, source: PageSource, rows: number, judged: Judged = { conditions: [], model: false }): Prisma.Sql {
  const judges = together(search.filter.judges);
  return Prisma.sql`
    WITH page AS MATERIALIZED (${firstRows(search, source, rows, judged, judges)} ORDER BY ${orderBy(search.parts)} LIMIT ${search.limit}::int)
    ${pageAndCount(search, source, rows)}`;
}

/**
 * The same where one other table decides: its index is asked for the ids of all these rows in one scan, since PostgreSQL 17 without a descent for
 * each of them. Before it costs what judging each costs.
 */
function judgedTogether(search: CompiledSearch, source: PageSource, judge: Judge, rows: number, judged: Judged): Prisma.Sql {
  const id = Prisma.sql`e.${judge.id}`;
  const onlyKeys = judged.conditions.length === 0 && !judged.model && !search.parts.some(isOfModel);
  // With nothing else to read an index may have all of it.
  const looked = onlyKeys ? source.rows(rows, keys(search)) : firstRows(search, source, rows, judged, Prisma.empty);
  return Prisma.sql`
    WITH looked AS MATERIALIZED (${looked}),
    page AS MATERIALIZED (
      SELECT looked.* FROM ${judge.table} e JOIN looked ON looked."id" = ${id}
      WHERE ${judge.where(Prisma.sql`e`)} AND ${id} = ANY(ARRAY(SELECT "id" FROM looked))
      ORDER BY ${byKeys(search)} LIMIT ${search.limit}::int)
    ${pageAndCount(search, source, rows)}`;
}

/** The keys of the first rows of the list that meet the conditions and the judges. */
function firstRows(search: CompiledSearch, source: PageSource, rows: number, judged: Judged, judges: Prisma.Sql): Prisma.Sql {
  const { row, model, rows: first } = source;
  const needsModel = judged.model || search.parts.some(isOfModel);
  const where = judged.conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join([...judged.conditions], ' AND ')}`;
  return Prisma.sql`SELECT ${keys(search)} FROM (${first(rows)}) ${row} ${needsModel ? model : Prisma.empty} ${judges} ${where}`;
}

/** The rows of `page`, and beside them how many were looked at, if it is not full. */
function pageAndCount(search: CompiledSearch, { rows: first }: PageSource, rows: number): Prisma.Sql {
  return Prisma.sql`
    SELECT n.seen, page.* FROM (
      SELECT CASE WHEN (SELECT count(*) FROM page) < ${search.limit}::int THEN (SELECT count(*)::int FROM (${first(rows, Prisma.sql`1`)}) looked_at) ELSE ${rows}::int END AS seen) n
    LEFT JOIN page ON true ORDER BY ${byKeys(search)}`;
}

/** The page out of all matches: in the order of the list, or found first and then sorted. */
function all(search: CompiledSearch, source: PageSource, inOrder: boolean): Prisma.Sql {
  const { parts, limit } = search;
  if (inOrder) return Prisma.sql`${matches(search, source)} ORDER BY ${orderBy(parts)} LIMIT ${limit}::int`;
  return Prisma.sql`SELECT * FROM (${matches(search, source)} OFFSET 0) matches ORDER BY ${byKeys(search)} LIMIT ${limit}::int`;
}

function matches(search: CompiledSearch, { from, where, model }: PageSource): Prisma.Sql {
  const { filter, readable, parts } = search;
  const conditions = [
    where,
    ...readable,
    ...filter.ofModel,
    ...filter.modelHelps,
    ...filter.helps,
    ...filter.conditions,
    ...beyond(search),
  ];
  const needsModel = readable.length > 0 || filter.ofModel.length > 0 || parts.some(isOfModel);
  return Prisma.sql`SELECT ${keys(search)} FROM ${from} ${needsModel ? model : Prisma.empty} ${together(filter.joins)} WHERE ${Prisma.join(conditions, ' AND ')}`;
}

/** After the cursor. Where indexes give the matches in the order of the list, a bound of each: the server takes no bound from a column to its equal. */
function beyond({ cursor, parts, indexed, filter }: CompiledSearch): Prisma.Sql[] {
  if (cursor === null) return [];
  const [id] = parts;
  if (!indexed || id === undefined) return [after(parts, cursor)];
  return filter.ids.map((sql) => after([{ ...id, sql }], cursor));
}

function isOfModel({ sql }: OrderPart): boolean {
  return sql.sql.startsWith('m.');
}

function together(joins: readonly Prisma.Sql[]): Prisma.Sql {
  return joins.length === 0 ? Prisma.empty : Prisma.join([...joins], ' ');
}

/** The columns of the order under their keys, the id among them. */
function keys({ parts }: CompiledSearch): Prisma.Sql {
  return Prisma.join(parts.map(({ sql, key }) => Prisma.sql`${sql} AS ${Prisma.raw(`"${key}"`)}`));
}

function byKeys({ parts }: CompiledSearch): Prisma.Sql {
  return Prisma.join(parts.map(({ key, direction }) => Prisma.raw(`"${key}" ${direction}`)));
}

function placed({ parts }: CompiledSearch, rows: readonly Row[]): Placed[] {
  return rows.flatMap((row) => (row.id === null ? [] : [{ id: row.id, key: positionOf(parts, row) }]));
}
