import type { FilterClause, FilterOp } from '#domain/filter/filter-clause';
import { Prisma } from '../generated/client.js';
import { compareText, INDEXED_CHARACTERS } from './compare-values.js';
import type { OrderPart } from './keyset.js';
import { beginsWith, isOnlyBeginning } from './like-pattern.js';

/** The rows that bear a key with some values. */
export interface IdsOfEntries {
  /** Their ids, as column `table.owner`, read in that direction. */
  readonly select: (workspace: string, direction: OrderPart['direction']) => Prisma.Sql;
  /** All rows with such values, whatever their key: for the server's estimate, which takes key and value for independent and so says too few. */
  readonly ofAnyKey: (workspace: string) => Prisma.Sql;
}

/**
 * What bears a tag or param whose value begins so; null for any other condition. Values that fit an index row are found in it alone, without their
 * rows; the few longer ones by the characters that fit. Both are read in the direction of the list: names of builds, days and runs grow with
 * time, as ids do, and the newest of many are kept with a comparison each where they come first, with a sort where they come last.
 */
export function idsOfBeginning(
  { table, owner }: { readonly table: Prisma.Sql; readonly owner: Prisma.Sql },
  key: string,
  op: FilterOp,
  value: FilterClause['value'],
): IdsOfEntries | null {
  const pattern = String(value);
  const beginning = op === 'LIKE' ? beginsWith(pattern, INDEXED_CHARACTERS) : null;
  if (beginning === null) return null;
  const onlyBeginning = isOnlyBeginning(pattern, INDEXED_CHARACTERS);
  const rest = onlyBeginning ? Prisma.empty : Prisma.sql`AND ${compareText(Prisma.sql`e.value`, op, value)}`;
  const short = Prisma.sql`e.value COLLATE "C"`;
  const long = Prisma.sql`(left(e.value, 256)) COLLATE "C"`;
  const read = (workspace: string, direction: OrderPart['direction'], indexed: Prisma.Sql, fits: Prisma.Sql): Prisma.Sql => Prisma.sql`
    (SELECT e.${owner} FROM ${table} e
      WHERE e.workspace = ${workspace} AND e.key = ${key} AND ${indexed} LIKE ${beginning} AND length(e.value) ${fits} ${rest}
      ORDER BY ${indexed} ${Prisma.raw(direction)} OFFSET 0)`;
  return {
    select: (workspace, direction) => Prisma.sql`
      ${read(workspace, direction, short, Prisma.sql`<= 256`)} UNION ALL ${read(workspace, direction, long, Prisma.sql`> 256`)}`,
    ofAnyKey: (workspace) => Prisma.sql`SELECT 1 FROM ${table} e WHERE e.workspace = ${workspace} AND e.value LIKE ${beginning}`,
  };
}
