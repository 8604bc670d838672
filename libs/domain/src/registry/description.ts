import { invalid } from '../errors/slipway-error.js';
import { codePoints, isStorable } from './text.js';

/** As much as a tag value: a model card fits. */
export const MAX_DESCRIPTION = 100_000;

/** Gives the description back if a model or version may have it. Throws INVALID_ARGUMENT at `pointer`. */
export function checkDescription(description: string, pointer: string): string {
  if (!isStorable(description)) throw invalid(pointer, 'description', 'A description must not contain NUL or a lone surrogate');
  const length = codePoints(description);
  if (length > MAX_DESCRIPTION) {
    throw invalid(pointer, 'description', `A description has at most ${MAX_DESCRIPTION} characters, this one has ${length}`);
  }
  return description;
}
