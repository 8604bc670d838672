import { SlipwayError } from '../errors/slipway-error.js';
import { isGrammarError } from './filter-grammar.js';

/** What the caller is told about a filter or order that does not hold; `column` counts from 1. */
export function filterError(column: number, message: string): SlipwayError {
  return new SlipwayError('INVALID_FILTER', `Column ${column}: ${message}`, {
    errors: [{ code: 'filter', message }],
    extra: { column },
  });
}

/** Turns the generated parser's error into ours; any other error is given back as it is. */
export function fromGrammarError(error: unknown, text: string): unknown {
  if (!isGrammarError(error)) return error;
  const column = error.location.start.offset + 1;
  if (error.expected === null) return filterError(column, error.message);
  const expected = new Set<string>();
  for (const item of error.expected) {
    if (item.type === 'other' && item.description !== undefined && item.description !== 'white space') expected.add(item.description);
    else if (item.type === 'literal' && item.text !== undefined) expected.add(`"${item.text}"`);
    else if (item.type === 'end') expected.add('the end');
  }
  const words = expected.size === 0 ? 'something else' : [...expected].sort().join(' or ');
  return filterError(column, `expected ${words}, found ${found(text, column - 1)}`);
}

/** The word or character at an offset, short enough for a message. */
function found(text: string, offset: number): string {
  const rest = text.slice(offset);
  if (rest === '') return 'the end';
  const word = /^[\p{L}\p{N}_]+/u.exec(rest)?.[0] ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return word.length > 40 ? `"${word.slice(0, 40)}..."` : `"${word}"`;
}
