import { invalid } from '../errors/slipway-error.js';
import { codePoints, foldCase, hasLoneSurrogate, hasUnprintable } from './text.js';

/** Wide enough for a word, narrow enough for a column of the board. */
export const MAX_STAGE_NAME = 64;

/** What two spellings of one stage share: names match case-insensitively and keep their spelling (docs/glossary.md, stage). */
export function stageKey(name: string): string {
  return foldCase(name.normalize('NFC')).normalize('NFC');
}

/**
 * Gives the name back if a stage may bear it: 1-64 characters, NFC, nothing unprintable, no blank at its ends, no `/` (URLs), not `.` or
 * `..`, and not starting with `@` or being only digits, which would read as an alias or a version in a `models:/name/...` address.
 * Throws INVALID_ARGUMENT at `pointer`.
 */
export function checkStageName(name: string, pointer: string): string {
  const refuse = (message: string) => invalid(pointer, 'stage_name', message);
  const length = codePoints(name);
  if (name.trim() === '') throw refuse('A stage name must not be blank');
  if (length > MAX_STAGE_NAME) throw refuse(`A stage name has at most ${MAX_STAGE_NAME} characters, this one has ${length}`);
  if (hasLoneSurrogate(name)) throw refuse('A stage name must not contain a lone surrogate');
  if (hasUnprintable(name)) throw refuse('A stage name must not contain control or bidirectional characters');
  if (name.normalize('NFC') !== name) throw refuse('A stage name must be in Unicode normalization form C');
  if (name.trim() !== name) throw refuse('A stage name must not start or end with a blank');
  if (name.includes('/') || name === '.' || name === '..') throw refuse("A stage name must not contain '/' nor be '.' or '..'");
  if (/^@|^\d+$/.test(name) || stageKey(name) === 'latest') {
    throw refuse("A stage name must not start with '@', be a number or be 'latest': models:/name/... would read it as something else");
  }
  return name;
}
