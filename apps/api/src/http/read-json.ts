import { isUtf8 } from 'node:buffer';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { pointerTo } from './json-pointer.js';

/** docs/reference/rest.md, Limits. */
export const MAX_JSON_DEPTH = 32;

/** NUL, which Postgres cannot store, and lone surrogates, which no encoding can carry. */
const FORBIDDEN_TEXT = /[\0\p{Cs}]/u;

/**
 * Parses a JSON body.
 * @throws SlipwayError INVALID_ARGUMENT: with the position where the text is not JSON; with a pointer for a text with NUL or a lone
 *   surrogate, for the key `__proto__`, and for nesting past 32 levels.
 */
export function readJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw invalid('', 'utf8', 'The body is not UTF-8.');
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notJson(text, error);
  }
  check(value, [], 1);
  return value;
}

function check(value: unknown, path: readonly (string | number)[], depth: number): void {
  if (typeof value === 'string') {
    if (FORBIDDEN_TEXT.test(value)) throw invalid(pointerTo(path), 'text', 'A text must not contain NUL or a lone surrogate.');
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_JSON_DEPTH) throw invalid(pointerTo(path), 'depth', `JSON may be nested at most ${MAX_JSON_DEPTH} levels deep.`);
  if (Array.isArray(value)) {
    value.forEach((item, index) => check(item, [...path, index], depth + 1));
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') throw invalid(pointerTo([...path, key]), 'key', 'The key "__proto__" is not allowed.');
    if (FORBIDDEN_TEXT.test(key)) throw invalid(pointerTo(path), 'text', 'A key must not contain NUL or a lone surrogate.');
    if (typeof item === 'object' || typeof item === 'string') check(item, [...path, key], depth + 1);
  }
}

function notJson(text: string, error: unknown): SlipwayError {
  if (text.trim() === '') return invalid('', 'json', 'The body is empty; JSON was expected.');
  const position = positionIn(error) ?? (text.length <= MAX_SEARCHED ? searchPosition(text) : undefined);
  if (position === undefined) return invalid('', 'json', 'The body is not JSON.');
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  const message = `The body is not JSON: see line ${line}, column ${column}.`;
  return new SlipwayError('INVALID_ARGUMENT', message, {
    errors: [{ pointer: '', code: 'json', message }],
    extra: { position, line, column },
  });
}

/** The parser names the place in most of its messages, but not for an unexpected token (Node 20). */
function positionIn(error: unknown): number | undefined {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return position === undefined ? undefined : Number(position);
}

/** Past this many characters the search would cost more than the place is worth to anybody. */
const MAX_SEARCHED = 100_000;

/** By halves the longest beginning that only lacks its end: what comes after it is wrong. */
function searchPosition(text: string): number {
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (onlyUnfinished(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return onlyUnfinished(text.slice(0, bad)) ? bad : good;
}

function onlyUnfinished(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    return /Unexpected end|Unterminated/.test(said) || positionIn(error) === text.length;
  }
}
