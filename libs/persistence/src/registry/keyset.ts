import type { CursorKey } from '#application/ports/cursor-codec';
import { SlipwayError } from '#domain/errors/slipway-error';
import type { OrderTerm } from '#domain/filter/filter-clause';
import { Prisma } from '../generated/client.js';
import { timeSql } from './compare-values.js';

/** A column that a list can be ordered by; none of them is ever null. */
export interface OrderColumn {
  readonly sql: Prisma.Sql;
  readonly type: 'text' | 'time' | 'integer';
}

/** One column of an order with its direction. */
export interface OrderPart extends OrderColumn {
  readonly key: string;
  readonly direction: 'ASC' | 'DESC';
}

/**
 * The whole order of a list: what the caller asked for, or the list's own, and the id last, which makes it total. The id goes the way of
 * the column before it, so that one index serves both. An own order of nothing is that of the ids, newest first.
 */
export function orderParts(
  terms: readonly OrderTerm[],
  own: readonly OrderTerm[],
  columns: Readonly<Record<string, OrderColumn>>,
  id: Prisma.Sql,
): OrderPart[] {
  const parts = (terms.length === 0 ? own : terms).map(({ field, direction }): OrderPart => {
    const column = Object.hasOwn(columns, field.key) ? columns[field.key] : undefined;
    if (column === undefined) throw new Error(`the list cannot be ordered by ${field.key}`);
    return { ...column, key: field.key, direction };
  });
  return [...parts, { key: 'id', sql: id, type: 'text', direction: parts.at(-1)?.direction ?? 'DESC' }];
}

/** The ORDER BY list. */
export function orderBy(parts: readonly OrderPart[]): Prisma.Sql {
  return Prisma.join(parts.map(({ sql, direction }) => (direction === 'ASC' ? Prisma.sql`${sql} ASC` : Prisma.sql`${sql} DESC`)));
}

/**
 * The condition for rows after the position `key`. Where all columns go one way it is a row comparison, which an index answers; else the
 * bound on the first column is said once more in front, because Postgres finds none in a disjunction.
 * @throws SlipwayError INVALID_CURSOR when the position is not one of this order.
 */
export function after(parts: readonly OrderPart[], key: CursorKey): Prisma.Sql {
  const values = parts.map((part, index) => valueSql(part, key[index]));
  const [first] = parts;
  const [firstValue] = values;
  if (first === undefined || firstValue === undefined || key.length !== parts.length) throw foreignCursor();
  if (parts.every((part) => part.direction === first.direction)) {
    const columns = Prisma.join(parts.map((part) => part.sql));
    return first.direction === 'ASC'
      ? Prisma.sql`(${columns}) > (${Prisma.join(values)})`
      : Prisma.sql`(${columns}) < (${Prisma.join(values)})`;
  }
  const bound = first.direction === 'ASC' ? Prisma.sql`${first.sql} >= ${firstValue}` : Prisma.sql`${first.sql} <= ${firstValue}`;
  const ways = parts.map((part, index) => {
    const equal = parts.slice(0, index).map((one, before) => Prisma.sql`${one.sql} = ${values[before] ?? Prisma.empty}`);
    const value = values[index] ?? Prisma.empty;
    const beyond = part.direction === 'ASC' ? Prisma.sql`${part.sql} > ${value}` : Prisma.sql`${part.sql} < ${value}`;
    return Prisma.sql`(${Prisma.join([...equal, beyond], ' AND ')})`;
  });
  return Prisma.sql`${bound} AND (${Prisma.join(ways, ' OR ')})`;
}

/** The position of a row, from its columns by name. */
export function positionOf(parts: readonly OrderPart[], row: Readonly<Record<string, unknown>>): (string | number)[] {
  return parts.map(({ key }) => {
    const value = row[key];
    if (value instanceof Date) return value.getTime();
    if (typeof value === 'string' || typeof value === 'number') return value;
    throw new Error(`the row has no ${key} to order by`);
  });
}

/** The value of a position in that column. @throws SlipwayError INVALID_CURSOR when it is not of its type. */
export function valueSql(part: OrderPart, value: string | number | undefined): Prisma.Sql {
  switch (part.type) {
    case 'text':
      if (typeof value === 'string') return Prisma.sql`${value}`;
      break;
    case 'integer':
      if (typeof value === 'number') return Prisma.sql`${String(value)}::int`;
      break;
    case 'time':
      if (typeof value === 'number') return timeSql(value);
  }
  throw foreignCursor();
}

function foreignCursor(): SlipwayError {
  return new SlipwayError('INVALID_CURSOR', 'The cursor does not belong to this list. Start again without one.');
}
