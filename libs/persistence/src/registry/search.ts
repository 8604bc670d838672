import type { CursorCodec, CursorKey } from '#application/ports/cursor-codec';
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
import { nameHelps, nameMatches } from '../core/name-matches.js';
import { Prisma } from '../generated/client.js';
import { compileFilter, lacksTag, type CompiledFilter } from './compile-filter.js';
import type { FilterColumns, FilterScope } from './filter-columns.js';
import { orderParts, type OrderColumn, type OrderPart } from './keyset.js';

/** One searchable list. */
export interface SearchedList {
  /** Names the list in cursors. */
  readonly name: string;
  readonly fields: FieldTable;
  readonly columns: FilterColumns;
  readonly order: Readonly<Record<string, OrderColumn>>;
  readonly ownOrder: readonly OrderTerm[];
  readonly id: Prisma.Sql;
  /** What makes an order total that ends with this column, instead of the id: a key that an index gives in that order. */
  readonly tieBreak?: { readonly after: string; readonly key: string };
  /** Columns that are the same in all rows. */
  readonly constant?: readonly string[];
}

/** A search taken apart: what to ask the database, and how to go on after its answer. */
export interface CompiledSearch {
  readonly filter: CompiledFilter;
  /** Whose names may be shown; on the model. */
  readonly readable: readonly Prisma.Sql[];
  /** The same as expressions of names. */
  readonly regexes: readonly string[] | 'all';
  /** What follows from it, and finds the models by an index. */
  readonly readableHelps: readonly Prisma.Sql[];
  readonly cursor: CursorKey | null;
  /** One more than the page holds: it tells whether there is a next one. */
  readonly limit: number;
  readonly parts: readonly OrderPart[];
  /** Of cursors. */
  readonly scope: string;
  /** An index gives the matches in the order of the list. */
  readonly indexed: boolean;
  /** Of how many models the rows are, where that is known and they are said by their ids; else 0. */
  readonly models: number;
}

/**
 * Parses filter and order, and compiles them with the cursor and with what the actor may read. `scope` names what the list's own address
 * stands for.
 * @throws SlipwayError INVALID_FILTER, INVALID_CURSOR.
 */
export function compileSearch(
  list: SearchedList,
  actor: Actor,
  query: SearchQuery,
  cursors: CursorCodec,
  scope: FilterScope & { readonly name: string },
): CompiledSearch {
  const fields = query.fields ?? list.fields;
  const clauses = parseFilter(query.filter ?? '', fields);
  const parts = orderParts(totalOrder(list, parseOrderBy(query.orderBy, fields)), list.ownOrder, list.order, list.id);
  const order = parts.map((part) => `${part.key} ${part.direction}`).join(',');
  const cursorScope = JSON.stringify([list.name, scope.name, query.filter ?? '', order, query.withoutTag ?? null]);
  const compiled = compileFilter(clauses, list.columns, scope);
  const { withoutTag } = query;
  const filter =
    withoutTag === undefined ? compiled : { ...compiled, conditions: [...compiled.conditions, lacksTag(withoutTag, list.columns)] };
  const regexes = readableRegexes(actor);
  return {
    filter,
    readable: regexes === 'all' ? [] : [nameMatches(Prisma.sql`m.name`, regexes)],
    regexes,
    readableHelps: regexes === 'all' ? [] : nameHelps(scope.workspace, regexes),
    cursor: query.cursor === undefined ? null : cursors.decode(cursorScope, query.cursor),
    limit: query.limit + 1,
    parts,
    scope: cursorScope,
    indexed: parts.length === 1 && filter.ids.length > 0,
    models: 0,
  };
}

/** The terms without what is the same in all rows, and with what makes them total without the id. */
function totalOrder({ tieBreak, constant = [] }: SearchedList, terms: readonly OrderTerm[]): readonly OrderTerm[] {
  const telling = terms.filter((term) => !constant.includes(term.field.key));
  const last = telling.at(-1);
  if (last === undefined || tieBreak === undefined || last.field.key !== tieBreak.after) return telling;
  if (telling.some((term) => term.field.key === tieBreak.key)) return telling;
  return [...telling, { ...last, field: { kind: 'attribute', key: tieBreak.key } }];
}

/** Where one row of a page stands, and the row. */
export interface Placed {
  readonly id: string;
  /** Its position in the list. */
  readonly key: readonly (string | number)[];
}

/** The page of the rows that a compiled search found. */
export function pageOf<T extends { readonly id: string }>(
  search: CompiledSearch,
  found: readonly Placed[],
  rows: readonly T[],
  cursors: CursorCodec,
): Page<T> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const shown = found.slice(0, search.limit - 1);
  const last = shown.at(-1);
  const more = found.length === search.limit && last !== undefined;
  // A row that went between the two statements is not shown; the position of the page's end stays what the first one saw.
  return { items: shown.flatMap(({ id }) => byId.get(id) ?? []), nextCursor: more ? cursors.encode(search.scope, last.key) : null };
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
