import { Prisma } from '../generated/client.js';

/** Names sort and compare by code point (collation "C"), where Postgres' own ILIKE folds the case of ASCII letters only. */
const ASCII = /^[\p{ASCII}]*$/u;

/** `LIKE` as MLflow has it: `%` and `_` are wildcards, a backslash is a backslash. */
export function like(column: Prisma.Sql, pattern: string): Prisma.Sql {
  return Prisma.sql`${column} LIKE ${pattern} ESCAPE ''`;
}

/**
 * The pattern for what an index holds of a value that matches `pattern`: its literal beginning, no longer than that many characters. Null where it
 * begins with a wildcard.
 */
export function beginsWith(pattern: string, characters: number): string | null {
  const [literal = ''] = pattern.split(/[%_]/);
  if (literal === '') return null;
  return `${[...literal].slice(0, characters).join('').replaceAll('\\', '\\\\')}%`;
}

/** True where what an index holds of a value says whether all of it matches: a literal shorter than that many characters, and then anything. */
export function isOnlyBeginning(pattern: string, characters: number): boolean {
  return /^[^%_]+%$/.test(pattern) && [...pattern].length <= characters;
}

/** `ILIKE` for letters of every script, whatever the database's locale is. */
export function ilike(column: Prisma.Sql, pattern: string): Prisma.Sql {
  if (ASCII.test(pattern)) return Prisma.sql`${column} ILIKE ${pattern} ESCAPE ''`;
  return Prisma.sql`${column} ~ ${caseInsensitiveRegex(pattern)}`;
}

/** The pattern as an anchored regular expression that names both cases of each letter (`ä` becomes `[äÄ]`). */
export function caseInsensitiveRegex(pattern: string): string {
  const parts = [...pattern].map((character) => {
    if (character === '%') return '.*';
    if (character === '_') return '.';
    const cases = [...new Set([character, character.toLowerCase(), character.toUpperCase()])].filter((one) => [...one].length === 1);
    return cases.length > 1 ? `[${cases.join('')}]` : character.replace(/[\\^$.|?+*()[\]{}]/, '\\$&');
  });
  return `^${parts.join('')}$`;
}
