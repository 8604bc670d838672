import { invalid } from '../errors/slipway-error.js';
import { checkEntryKey } from './entry-key.js';
import { codePoints, isStorable } from './text.js';

/** MLflow 3's bound for tags of models and versions, in its server's validation. */
export const MAX_TAG_VALUE = 100_000;

/** Gives the key back if a tag may bear it; the rule is MLflow's. Throws INVALID_ARGUMENT at `pointer`. */
export function checkTagKey(key: string, pointer: string): string {
  return checkEntryKey(key, pointer, 'tag');
}

/** Gives the value back if a tag may hold it: at most 100,000 characters, no NUL, no lone surrogate. Throws INVALID_ARGUMENT at `pointer`. */
export function checkTagValue(value: string, pointer: string): string {
  if (!isStorable(value)) throw invalid(pointer, 'tag_value', 'A tag value must not contain NUL or a lone surrogate');
  const length = codePoints(value);
  if (length > MAX_TAG_VALUE) {
    throw invalid(pointer, 'tag_value', `A tag value has at most ${MAX_TAG_VALUE} characters, this one has ${length}`);
  }
  return value;
}
