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

/**
 * What pg_trgm makes of the trigrams of a regular expression: it leaves out the dearest until the rest weighs no more than 16. The first of each word, of
 * one letter, weighs 25 and always goes; these are the others: two letters at a word's beginning and at its end, a word of one letter, three within.
 */
const MOST_WEIGHT = 16;
const WEIGHTS = { beginning: 4.2, end: 3.5, single: 2.1, within: 1 };

/**
 * The regular expression for what contains short whole words of ASCII as they stand between two separators, and anything around them (`%/57/2/%`); null
 * for any other pattern. An index of trigrams finds the same by it as by the pattern, but leaves out the long list of all words with the first letter
 * of each, which the trigram after it implies. Of longer words it would leave out more, and of a word that is cut short that list may be all there is.
 */
export function wholeWords(pattern: string): string | null {
  const text = /^%([^%_a-z\d](?:[^%_]*[^%_a-z\d])?)%$/i.exec(pattern)?.[1];
  if (text === undefined || !ASCII.test(text)) return null;
  const words = text.match(/[a-z\d]+/gi) ?? [];
  const weight = words.reduce((sum, { length }) => sum + weightOf(length), 0);
  return words.length === 0 || weight > MOST_WEIGHT ? null : escapeRegex(text);
}

function weightOf(length: number): number {
  return length === 1 ? WEIGHTS.single : WEIGHTS.beginning + WEIGHTS.end + (length - 2) * WEIGHTS.within;
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
    return cases.length > 1 ? `[${cases.join('')}]` : escapeRegex(character);
  });
  return `^${parts.join('')}$`;
}

function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.|?+*()[\]{}]/g, '\\$&');
}
