import { hasLoneSurrogate, utf8Bytes } from '../registry/text.js';
import type { FieldRule, FieldTable } from './field-table.js';
import type { FieldKind, FilterClause, FilterField, FilterOp } from './filter-clause.js';
import { filterError, fromGrammarError } from './filter-error.js';
import { parseFilterText } from './filter-grammar.js';
import type { ParsedClause, ParsedField, ParsedValue } from './parsed-filter.js';
import { parseRfc3339 } from './rfc3339.js';

/** docs/reference/rest.md, Limits. */
export const MAX_FILTER_BYTES = 8192;
export const MAX_FILTER_CLAUSES = 50;

/** Version numbers are Postgres integers. */
const MAX_INTEGER = 2_147_483_647;
/** The last instant that a JavaScript Date and a Postgres timestamptz both know (ECMA-262, 21.4.1.1). */
const MAX_TIME_MS = 8.64e15;

/**
 * Reads a filter of MLflow's grammar (mlflow 3.17: clauses joined by AND) against what a list allows. Blank text is no condition.
 * Throws INVALID_FILTER, whose message names the column (from 1) and what was expected there; `extra.column` is that column.
 */
export function parseFilter(text: string, fields: FieldTable): FilterClause[] {
  checkFilterText(text);
  let parsed: readonly ParsedClause[];
  try {
    parsed = parseFilterText(text);
  } catch (error) {
    throw fromGrammarError(error, text);
  }
  const excess = parsed[MAX_FILTER_CLAUSES];
  if (excess !== undefined) {
    throw filterError(excess.field.offset + 1, `a filter has at most ${MAX_FILTER_CLAUSES} clauses, this one has ${parsed.length}`);
  }
  return parsed.map((clause) => judgeClause(clause, fields));
}

/** Refuses text that no expression may hold, before it is parsed: too long, NUL, lone surrogates. Throws INVALID_FILTER. */
export function checkFilterText(text: string): void {
  const bytes = utf8Bytes(text);
  if (bytes > MAX_FILTER_BYTES) throw filterError(1, `a filter or order has at most ${MAX_FILTER_BYTES} bytes, this one has ${bytes}`);
  const nul = text.indexOf('\0');
  if (nul >= 0) throw filterError(nul + 1, 'expected text without NUL');
  if (hasLoneSurrogate(text)) throw filterError(text.search(/\p{Cs}/u) + 1, 'expected text without lone surrogates');
}

function judgeClause(clause: ParsedClause, fields: FieldTable): FilterClause {
  const { field, rule } = resolve(clause.field, fields);
  const op = clause.comparator.op;
  if (!rule.ops.includes(op)) {
    throw filterError(clause.comparator.offset + 1, `${clause.field.text} expects one of ${rule.ops.join(', ')}, found ${op}`);
  }
  return { field, op, value: judgeValue(clause.value, op, rule, clause.field.text), column: clause.field.offset + 1 };
}

function resolve(field: ParsedField, fields: FieldTable): { field: FilterField; rule: FieldRule } {
  const column = field.offset + 1;
  if (field.prefix === null || fields.attributePrefixes.includes(field.prefix)) {
    const rule = own(fields.attributes, field.key);
    if (rule !== undefined) return { field: { kind: 'attribute', key: rule.key ?? field.key }, rule };
    throw filterError(column, `unknown field ${field.text}, expected ${known(fields)}`);
  }
  const entity = own(fields.entities, field.prefix);
  if (entity === undefined) throw filterError(column, `unknown field ${field.text}, expected ${known(fields)}`);
  if (field.key === '') throw filterError(column, `expected a key after ${field.prefix}.`);
  const kind: FieldKind = entity.kind;
  return { field: { kind, key: field.key }, rule: entity };
}

function known(fields: FieldTable): string {
  return [...Object.keys(fields.attributes), ...Object.keys(fields.entities).map((prefix) => `${prefix}.<key>`)].join(', ');
}

/** Own members only: `constructor` is no field. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function judgeValue(value: ParsedValue, op: FilterOp, rule: FieldRule, name: string): string | number | readonly string[] {
  const column = value.offset + 1;
  if (op === 'IN' || op === 'NOT IN') {
    if (value.type !== 'list') throw filterError(column, `${op} expects a list of quoted strings, for example ('a', 'b')`);
    if (value.value.length === 0) throw filterError(column, 'expected a list that is not empty');
    for (const item of value.value) judgeMember(item, rule, name, column);
    return value.value;
  }
  if (value.type === 'list') throw filterError(column, `${op} expects one value, found a list`);
  switch (rule.type) {
    case 'string':
      if (value.type !== 'string') throw filterError(column, `${name} expects a quoted string, found ${value.value}`);
      if (op === '=' || op === '!=') judgeMember(value.value, rule, name, column);
      return value.value;
    case 'integer':
      return judgeInteger(value.value, name, column);
    case 'number':
      return judgeNumber(value, name, column);
    case 'timestamp':
      return judgeTime(value, name, column);
  }
}

function judgeMember(text: string, rule: FieldRule, name: string, column: number): void {
  if (rule.values === undefined || rule.values.includes(text)) return;
  throw filterError(column, `${name} expects one of ${rule.values.join(', ')}`);
}

function judgeInteger(text: string, name: string, column: number): number {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isInteger(number) && Math.abs(number) <= MAX_INTEGER) return number;
  throw filterError(column, `${name} expects a whole number up to ${MAX_INTEGER}`);
}

function judgeNumber(value: ParsedValue & { type: 'string' | 'number' }, name: string, column: number): number {
  if (value.type === 'string') throw filterError(column, `${name} expects a number without quotes`);
  const number = Number(value.value);
  if (!Number.isFinite(number)) throw filterError(column, `${name} expects a number that a double can hold`);
  return number;
}

function judgeTime(value: ParsedValue & { type: 'string' | 'number' }, name: string, column: number): number {
  const millis = value.type === 'string' ? parseRfc3339(value.value) : Number(value.value);
  if (millis !== undefined && Number.isInteger(millis) && Math.abs(millis) <= MAX_TIME_MS) return millis;
  throw filterError(column, `${name} expects an RFC 3339 time ('2026-11-01T12:00:00Z') or whole milliseconds since 1970`);
}
