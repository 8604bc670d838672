import type { CursorCodec } from '#application/ports/cursor-codec';
import type { Page } from '#application/shared/page';
import type { SearchQuery } from '#application/queries/version-views';
import { readableRegexes } from '#domain/access/authorize';
import type { Actor } from '#domain/access/actor';
import { SlipwayError } from '#domain/errors/slipway-error';
import type { FieldTable } from '#domain/filter/field-table';
import type { OrderTerm } from '#domain/filter/filter-clause';
import { parseFilter } from '#domain/filter/parse-filter';
import { parseOrderBy } from '#domain/filter/parse-order';
import { reading } from '../core/database-error.js';
import { Prisma } from '../generated/client.js';
import { compileFilter, lacksTag, type FilterColumns } from './compile-filter.js';
import { after, orderBy, orderParts, positionOf, type OrderColumn, type OrderPart } from './keyset.js';

/** One searchable list. */
export interface SearchedList {
  /** Names the list in cursors. */
  readonly name: string;
  readonly fields: FieldTable;
  readonly columns: FilterColumns;
  readonly order: Readonly<Record<string, OrderColumn>>;
  readonly ownOrder: readonly OrderTerm[];
  readonly id: Prisma.Sql;
}

/** A search taken apart: what to ask the database, and how to go on after its answer. */
export interface CompiledSearch {
  readonly where: Prisma.Sql;
  readonly orderBy: Prisma.Sql;
  /** One more than the page holds: it tells whether there is a next one. */
  readonly limit: number;
  readonly parts: readonly OrderPart[];
  readonly scope: string;
}

/**
 * Parses filter and order, and compiles them with the cursor and with what the actor may read. `scope` are the conditions that the list's
 * own address stands for.
 * @throws SlipwayError INVALID_FILTER, INVALID_CURSOR.
 */
export function compileSearch(
  list: SearchedList,
  actor: Actor,
  query: SearchQuery,
  cursors: CursorCodec,
  scope: { readonly name: string; readonly conditions: readonly Prisma.Sql[] },
): CompiledSearch {
  const fields = query.fields ?? list.fields;
  const clauses = parseFilter(query.filter ?? '', fields);
  const parts = orderParts(parseOrderBy(query.orderBy, fields), list.ownOrder, list.order, list.id);
  const order = parts.map((part) => `${part.key} ${part.direction}`).join(',');
  const cursorScope = JSON.stringify([list.name, scope.name, query.filter ?? '', order, query.withoutTag ?? null]);
  const conditions = [...scope.conditions, ...readable(actor), ...compileFilter(clauses, list.columns)];
  if (query.withoutTag !== undefined) conditions.push(lacksTag(query.withoutTag, list.columns));
  if (query.cursor !== undefined) conditions.push(after(parts, cursors.decode(cursorScope, query.cursor)));
  return { where: Prisma.join(conditions, ' AND '), orderBy: orderBy(parts), limit: query.limit + 1, parts, scope: cursorScope };
}

/** The page of the rows that a compiled search found; `keysOf` gives the columns of a row by which the list can be ordered. */
export function pageOf<T>(
  search: CompiledSearch,
  rows: readonly T[],
  cursors: CursorCodec,
  keysOf: (row: T) => Readonly<Record<string, unknown>>,
): Page<T> {
  const items = rows.slice(0, search.limit - 1);
  const last = items.at(-1);
  const more = rows.length === search.limit && last !== undefined;
  return { items, nextCursor: more ? cursors.encode(search.scope, positionOf(search.parts, keysOf(last))) : null };
}

/** Runs a search. @throws SlipwayError QUERY_TOO_EXPENSIVE, saying what to narrow, where it takes longer than a read may. */
export async function searching<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await reading(query);
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'QUERY_TOO_EXPENSIVE') throw error;
    throw new SlipwayError(
      'QUERY_TOO_EXPENSIVE',
      'The search took longer than 5 seconds and was stopped. Narrow it: name the model (name = ...), compare with = instead of LIKE or ' +
        'ILIKE, begin LIKE patterns with a literal, bound createdAt, and order by createdAt or updatedAt.',
      { cause: error },
    );
  }
}

function readable(actor: Actor): Prisma.Sql[] {
  const regexes = readableRegexes(actor);
  return regexes === 'all' ? [] : [Prisma.sql`m.name ~ ANY(${[...regexes]}::text[])`];
}
