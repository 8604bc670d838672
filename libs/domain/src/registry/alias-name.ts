import { invalid } from '../errors/slipway-error.js';
import { codePoints } from './text.js';

/** MLflow's bound, in its server's validation. */
export const MAX_ALIAS = 255;

/** Python's `^[\w\-]*$`, but not empty; aliases are case-sensitive. */
const ALIAS = /^[\p{L}\p{N}_-]+$/u;

/**
 * Gives the alias back if it may be set: 1-255 letters, digits, `_` or `-`; not `latest` in any case, which means the newest version, and
 * not `v` with a number, which means that version. Throws INVALID_ARGUMENT at `pointer`.
 */
export function checkAliasName(alias: string, pointer: string): string {
  const refuse = (message: string) => invalid(pointer, 'alias', message);
  if (alias === '') throw refuse('An alias must not be empty');
  const length = codePoints(alias);
  if (length > MAX_ALIAS) throw refuse(`An alias has at most ${MAX_ALIAS} characters, this one has ${length}`);
  if (!ALIAS.test(alias)) throw refuse('An alias may contain letters, digits, underscores and dashes only');
  if (/^latest$/i.test(alias)) throw refuse("'latest' alias name (case insensitive) is reserved.");
  if (/^[vV]\p{Nd}+$/u.test(alias)) throw refuse(`Version alias name '${alias}' is reserved.`);
  return alias;
}
