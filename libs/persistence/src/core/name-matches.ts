import { Prisma } from '../generated/client.js';

/** More alternatives than this are one array: each costs the planner, and whoever has so many patterns reads most models anyway. */
const MAX_ALTERNATIVES = 20;

/**
 * True where the name matches one of the anchored expressions of `readableRegexes`. As alternatives and not as an array: of each the server
 * takes the literal that it begins with as a range of the index on names (collation "C"), and its estimate of how many there are.
 */
export function nameMatches(column: Prisma.Sql, regexes: readonly string[]): Prisma.Sql {
  if (regexes.length === 0) return Prisma.sql`false`;
  if (regexes.length > MAX_ALTERNATIVES) return Prisma.sql`${column} ~ ANY(${[...regexes]}::text[])`;
  return Prisma.sql`(${Prisma.join(
    regexes.map((regex) => Prisma.sql`${column} ~ ${regex}`),
    ' OR ',
  )})`;
}
