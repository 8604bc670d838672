import { invalid } from '../errors/slipway-error.js';
import { codePoints, hasLoneSurrogate, hasUnprintable } from './text.js';

/** docs/glossary.md, registered model; MLflow's column is as wide. */
export const MAX_MODEL_NAME = 256;

const ID_PREFIX = /^mdl_[0-9a-z]{26}/i;
const ID = /^mdl_[0-9a-z]{26}$/i;

/** True for text that addresses a model by its id; no name looks like this, so the two cannot be mistaken for each other. */
export function isModelId(text: string): boolean {
  return ID.test(text);
}

/**
 * Gives the name back if a registered model may bear it: 1-256 characters, not blank, NFC, nothing unprintable, not `.` or `..`, no `/` or
 * `:` (but by import: older MLflow servers took them). Throws INVALID_ARGUMENT at `pointer`.
 */
export function checkModelName(name: string, pointer: string, options: { readonly imported?: boolean } = {}): string {
  const refuse = (message: string) => invalid(pointer, 'model_name', message);
  const length = codePoints(name);
  if (name.trim() === '') throw refuse('A model name must not be blank');
  if (length > MAX_MODEL_NAME) throw refuse(`A model name has at most ${MAX_MODEL_NAME} characters, this one has ${length}`);
  if (hasLoneSurrogate(name)) throw refuse('A model name must not contain a lone surrogate');
  if (hasUnprintable(name)) throw refuse('A model name must not contain control or bidirectional characters');
  if (name.normalize('NFC') !== name) throw refuse('A model name must be in Unicode normalization form C');
  if (name === '.' || name === '..') throw refuse(`A model must not be named "${name}"`);
  if (options.imported !== true && /[/:]/.test(name)) throw refuse("A model name must not contain '/' or ':'");
  if (ID_PREFIX.test(name)) throw refuse('A model name must not look like a model id (mdl_...)');
  return name;
}
