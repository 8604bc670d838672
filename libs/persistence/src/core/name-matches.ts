import { Prisma } from '../generated/client.js';

/** More alternatives than this are one array: each costs the planner, and whoever has so many patterns reads most models anyway. */
const MAX_ALTERNATIVES = 20;
/** A star of a pattern in `readableRegexes`. */
const STAR = '[^/]*';

/**
 * True where the name matches one of the anchored expressions of `readableRegexes`. As alternatives and not as an array: of each the server
 * takes the literal that it begins with as a range of the index on names (collation "C"), and its estimate of how many there are.
 */
export function nameMatches(column: Prisma.Sql, regexes: readonly string[]): Prisma.Sql {
  if (regexes.length === 0) return Prisma.sql`false`;
  if (regexes.length > MAX_ALTERNATIVES) return Prisma.sql`${column} ~ ANY(${[...regexes]}::text[])`;
  return Prisma.sql`(${Prisma.join(
    regexes.map((regex) => oneOf(column, regex)),
    ' OR ',
  )})`;
}

/**
 * What follows from `nameMatches` for model `m` where an expression begins with a star, and no range of names stands for it: the index of parts of
 * names answers it. The LIKE alone, where there is one: the index reads no more for the expression, and takes longer to understand it.
 */
export function nameHelps(workspace: string, regexes: readonly string[]): Prisma.Sql[] {
  const name = Prisma.sql`n.name`;
  if (!regexes.some((regex) => regex.startsWith(`^${STAR}`))) return [];
  if (regexes.length > MAX_ALTERNATIVES) return [isModelWithName(workspace, nameMatches(name, regexes))];
  const ways = regexes.map((regex) => likeOf(name, regex) ?? Prisma.sql`${name} ~ ${regex}`);
  return [isModelWithName(workspace, Prisma.sql`(${Prisma.join(ways, ' OR ')})`)];
}

/** That model `m` is one of those whose row `n` in the table of names and owners meets a condition. */
export function isModelWithName(workspace: string, condition: Prisma.Sql): Prisma.Sql {
  // Not of the row's workspace: before PostgreSQL 17 the server would look through these for each row.
  return Prisma.sql`m.id IN (SELECT n.model_id FROM model_name n WHERE n.workspace = ${workspace} AND ${condition})`;
}

/** Where the name may begin with anything the quicker LIKE is asked before: it lets more pass, and most names not. */
function oneOf(column: Prisma.Sql, regex: string): Prisma.Sql {
  const match = Prisma.sql`${column} ~ ${regex}`;
  const before = likeOf(column, regex);
  return before === null ? match : Prisma.sql`(${before} AND ${match})`;
}

/** Null for an expression that begins with a literal, or looks ahead. What only ends with a literal begins with it when read backwards: that has an index. */
function likeOf(column: Prisma.Sql, regex: string): Prisma.Sql | null {
  if (!regex.startsWith(`^${STAR}`) || regex.includes('(?=')) return null;
  const literals = regex
    .slice(1, -1)
    .split(STAR)
    .map((literal) => literal.replace(/\\(.)/g, '$1'));
  const [, end = ''] = literals;
  if (literals.length === 2 && end !== '') return Prisma.sql`reverse(${column}) LIKE ${`${escaped([...end].toReversed().join(''))}%`}`;
  return Prisma.sql`${column} LIKE ${literals.map(escaped).join('%')}`;
}

function escaped(literal: string): string {
  return literal.replace(/[\\%_]/g, '\\$&');
}
