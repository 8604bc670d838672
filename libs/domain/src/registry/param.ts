import { invalid } from '../errors/slipway-error.js';
import { checkEntryKey } from './entry-key.js';
import { codePoints, isStorable } from './text.js';

/** MLflow's bound for run params (its server's validation), where a version's params come from. */
export const MAX_PARAM_VALUE = 6000;

/** Gives the key back if a param may bear it; the rule is the tag keys'. Throws INVALID_ARGUMENT at `pointer`. */
export function checkParamKey(key: string, pointer: string): string {
  return checkEntryKey(key, pointer, 'param');
}

/** Gives the value back if a param may hold it: at most 6,000 characters, no NUL, no lone surrogate. Throws INVALID_ARGUMENT at `pointer`. */
export function checkParamValue(value: string, pointer: string): string {
  if (!isStorable(value)) throw invalid(pointer, 'param_value', 'A param value must not contain NUL or a lone surrogate');
  const length = codePoints(value);
  if (length > MAX_PARAM_VALUE) {
    throw invalid(pointer, 'param_value', `A param value has at most ${MAX_PARAM_VALUE} characters, this one has ${length}`);
  }
  return value;
}
