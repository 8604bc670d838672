import { invalid } from '../errors/slipway-error.js';
import { codePoints } from './text.js';

/** MLflow's bound for keys of tags, metrics and params, in its server's validation. */
export const MAX_ENTRY_KEY = 250;

/** Python's `^[/\w.\- :]*$`: there `\w` is any letter, number or underscore of Unicode. */
const ENTRY_KEY = /^[/\p{L}\p{N}_.\- :]+$/u;

/**
 * Gives the key back if a tag, metric or param may bear it: 1-250 letters, digits, `_ . - / : ` or spaces, and unchanged by path
 * normalisation (MLflow stores such keys as files). `noun` names the thing in the message. Throws INVALID_ARGUMENT at `pointer`.
 */
export function checkEntryKey(key: string, pointer: string, noun: string): string {
  const refuse = (message: string) => invalid(pointer, 'key', message);
  if (key === '') throw refuse(`The key of a ${noun} must not be empty`);
  const length = codePoints(key);
  if (length > MAX_ENTRY_KEY) throw refuse(`The key of a ${noun} has at most ${MAX_ENTRY_KEY} characters, this one has ${length}`);
  if (!ENTRY_KEY.test(key)) {
    throw refuse(`The key of a ${noun} may contain letters, digits, underscores, dashes, periods, spaces, colons and slashes only`);
  }
  if (!isPathUnique(key)) throw refuse(`The key of a ${noun} must not change when it is normalised as a path`);
  return key;
}

/** MLflow's `path_not_unique`, turned round: equal to its posix normalisation and neither absolute nor starting with two dots. */
function isPathUnique(key: string): boolean {
  if (key.startsWith('..')) return false;
  return key.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}
