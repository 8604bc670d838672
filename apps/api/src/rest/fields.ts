import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { registerField, type DtoClass, type Field, type FieldProblem } from './field-registry.js';

/** What every field may say of itself. */
export interface FieldOptions {
  readonly optional?: boolean;
  /** null is a value of its own. */
  readonly nullable?: boolean;
  readonly description?: string;
}

export interface TextOptions extends FieldOptions {
  /** Characters (UTF-16 units); use cases know the exact rules of names. */
  readonly max?: number;
  readonly min?: number;
  readonly pattern?: RegExp;
  /** What the pattern means, for people: "must be <hint>". */
  readonly hint?: string;
}

export interface NumberOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
}

export interface MapOptions extends FieldOptions {
  readonly maxEntries?: number;
  /** Characters of a value. */
  readonly max?: number;
}

/** A text. One decorator gives the check and the OpenAPI schema. */
export function Text(options: TextOptions = {}): PropertyDecorator {
  const { max = 65_536, min = 0, pattern, hint } = options;
  const schema = {
    type: 'string' as const,
    maxLength: max,
    ...(min > 0 ? { minLength: min } : {}),
    ...(pattern ? { pattern: pattern.source } : {}),
  };
  return field(options, schema, { judge: (value) => judgeText(value, min, max, pattern, hint) });
}

/** A list of texts; in a query also separated by commas. */
export function TextList(options: TextOptions & { readonly maxItems?: number } = {}): PropertyDecorator {
  const { max = 65_536, min = 0, pattern, hint, maxItems = 1_000 } = options;
  const judge = (value: unknown): FieldProblem | undefined => {
    if (!Array.isArray(value)) return problem('list', 'must be a list of texts');
    if (value.length > maxItems) return problem('max_items', `must have at most ${maxItems} items`);
    return firstProblem(value.entries(), (item) => judgeText(item, min, max, pattern, hint));
  };
  const read: Field['read'] = (raw, from) =>
    from === 'query' && typeof raw === 'string' ? raw.split(',').filter((item) => item !== '') : raw;
  return field(options, { type: 'array' as const, items: { type: 'string', maxLength: max }, maxItems }, { judge, read });
}

/** A whole number; in a query or path written in digits. */
export function Int(options: NumberOptions = {}): PropertyDecorator {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options;
  const bounds = { ...(options.min === undefined ? {} : { minimum: min }), ...(options.max === undefined ? {} : { maximum: max }) };
  const judge = (value: unknown): FieldProblem | undefined => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return undefined;
    if (options.min !== undefined && options.max !== undefined) return problem('int', `must be a whole number from ${min} to ${max}`);
    return problem('int', options.min === undefined ? 'must be a whole number' : `must be a whole number of at least ${min}`);
  };
  return field(options, { type: 'integer' as const, ...bounds }, { judge, read: readInt });
}

/** A list of whole numbers. */
export function IntList(options: FieldOptions = {}): PropertyDecorator {
  const judge = (value: unknown): FieldProblem | undefined =>
    Array.isArray(value)
      ? firstProblem(value.entries(), (item) => (Number.isSafeInteger(item) ? undefined : problem('int', 'must be a whole number')))
      : problem('list', 'must be a list of whole numbers');
  return field(options, { type: 'array' as const, items: { type: 'integer' } }, { judge });
}

/** True or false; in a query written so. */
export function Bool(options: FieldOptions = {}): PropertyDecorator {
  const read: Field['read'] = (raw, from) => (from === 'query' && (raw === 'true' || raw === 'false') ? raw === 'true' : raw);
  const judge = (value: unknown) => (typeof value === 'boolean' ? undefined : problem('boolean', 'must be true or false'));
  return field(options, { type: 'boolean' as const }, { judge, read });
}

/** One word of a list. */
export function OneOf(words: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  const judge = (value: unknown): FieldProblem | undefined =>
    typeof value === 'string' && words.includes(value) ? undefined : problem('one_of', `must be one of ${words.join(', ')}`);
  return field(options, { type: 'string' as const, enum: [...words] }, { judge });
}

/** An instant as RFC 3339 with its offset; the command gets a Date. */
export function Timestamp(options: FieldOptions = {}): PropertyDecorator {
  const judge = (value: unknown): FieldProblem | undefined =>
    value instanceof Date ? undefined : problem('timestamp', 'must be a time as RFC 3339, such as 2026-11-21T09:30:00Z');
  return field(options, { type: 'string' as const, format: 'date-time' }, { judge, read: readTimestamp });
}

/** Texts by key. */
export function StringMap(options: MapOptions = {}): PropertyDecorator {
  const { max = 65_536, maxEntries = 10_000 } = options;
  const judge = (value: unknown) => judgeMap(value, maxEntries, (item) => judgeText(item, 0, max, undefined, undefined));
  const schema = { type: 'object' as const, additionalProperties: { type: 'string', maxLength: max }, maxProperties: maxEntries };
  return field(options, schema, { judge });
}

/** Numbers by key; NaN, Infinity and -Infinity are written as texts, because JSON has no words for them. */
export function NumberMap(options: MapOptions = {}): PropertyDecorator {
  const { maxEntries = 10_000 } = options;
  const judge = (value: unknown) =>
    judgeMap(value, maxEntries, (item) =>
      typeof item === 'number' ? undefined : problem('number', 'must be a finite number, or one of the texts NaN, Infinity, -Infinity'),
    );
  const value = { oneOf: [{ type: 'number' }, { type: 'string', enum: ['NaN', 'Infinity', '-Infinity'] }] };
  return field(options, { type: 'object' as const, additionalProperties: value, maxProperties: maxEntries }, { judge, read: readNumbers });
}

/** Any JSON object. */
export function JsonObject(options: FieldOptions = {}): PropertyDecorator {
  const judge = (value: unknown) => (isObject(value) ? undefined : problem('object', 'must be an object'));
  return field(options, { type: 'object' as const, additionalProperties: true }, { judge });
}

/** A field that answers show and bodies may carry back, whatever it holds: it is dropped, so that what was read can be sent again. */
export function ReadOnly(type: 'string' | 'integer' | 'boolean'): PropertyDecorator {
  const schema = { type, readOnly: true, description: 'Read-only: ignored.' };
  return field({ optional: true }, schema, { judge: () => undefined, readOnly: true });
}

// Swagger knows a lazy type by the name of its function, `type`: hence the wrapping arrows below.

/** An object of another class. */
export function Nested(type: () => DtoClass, options: FieldOptions = {}): PropertyDecorator {
  const judge = (value: unknown) => (isObject(value) ? undefined : problem('object', 'must be an object'));
  return applyDecorators(field(options, { type: () => type() }, { judge, nested: { type, list: false } }), ValidateNested());
}

/** A list of objects of another class. */
export function NestedList(type: () => DtoClass, options: FieldOptions & { readonly maxItems?: number } = {}): PropertyDecorator {
  const { maxItems = 1_000 } = options;
  const judge = (value: unknown): FieldProblem | undefined => {
    if (!Array.isArray(value)) return problem('list', 'must be a list');
    if (value.length > maxItems) return problem('max_items', `must have at most ${maxItems} items`);
    return firstProblem(value.entries(), (item) => (isObject(item) ? undefined : problem('object', 'must be an object')));
  };
  return applyDecorators(
    field(options, { type: () => type(), isArray: true }, { judge, nested: { type, list: true } }),
    ValidateNested({ each: true }),
  );
}

function field(options: FieldOptions, schema: ApiPropertyOptions, rule: Omit<Field, 'optional'>): PropertyDecorator {
  const { optional = false, nullable = false, description } = options;
  const judge = (value: unknown): FieldProblem | undefined => {
    if (value === null && nullable) return undefined;
    if (value === undefined) return problem('required', 'is required');
    return rule.judge(value);
  };
  const register: PropertyDecorator = (prototype, property) => registerField(prototype, String(property), { ...rule, judge, optional });
  return applyDecorators(
    register,
    ApiProperty({
      ...schema,
      required: !optional,
      ...(nullable ? { nullable } : {}),
      ...(description === undefined ? {} : { description }),
    } as ApiPropertyOptions),
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
    ValidateBy({
      name: 'field',
      validator: { validate: (value) => judge(value) === undefined, defaultMessage: (args) => judge(args?.value)?.message ?? '' },
    }),
  );
}

function problem(code: string, message: string): FieldProblem {
  return { code, message };
}

function judgeText(
  value: unknown,
  min: number,
  max: number,
  pattern: RegExp | undefined,
  hint: string | undefined,
): FieldProblem | undefined {
  if (typeof value !== 'string') return problem('text', 'must be a text');
  if (value.length > max) return problem('max_length', `must have at most ${max} characters`);
  if (value.length < min) return problem('min_length', min === 1 ? 'must not be empty' : `must have at least ${min} characters`);
  if (pattern !== undefined && !pattern.test(value)) return problem('pattern', `must be ${hint ?? `of the form ${pattern.source}`}`);
  return undefined;
}

function judgeMap(value: unknown, maxEntries: number, judge: (item: unknown) => FieldProblem | undefined): FieldProblem | undefined {
  if (!isObject(value)) return problem('object', 'must be an object');
  const entries = Object.entries(value);
  if (entries.length > maxEntries) return problem('max_entries', `must have at most ${maxEntries} entries`);
  return firstProblem(entries, judge);
}

function firstProblem(
  entries: Iterable<readonly [string | number, unknown]>,
  judge: (item: unknown) => FieldProblem | undefined,
): FieldProblem | undefined {
  for (const [key, item] of entries) {
    const found = judge(item);
    if (found !== undefined) return { ...found, at: [key] };
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readInt(raw: unknown, from: 'body' | 'query'): unknown {
  return from === 'query' && typeof raw === 'string' && /^-?(0|[1-9]\d{0,15})$/.test(raw) ? Number(raw) : raw;
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

function readTimestamp(raw: unknown): unknown {
  if (typeof raw !== 'string' || !RFC3339.test(raw)) return raw;
  const date = new Date(raw.replace(' ', 'T').toUpperCase());
  // The 30th of February is read as the 2nd of March by Date: compare the day that was written.
  const offset = /[+-]\d{2}:\d{2}$/.exec(raw)?.[0];
  const day = new Date(date.getTime() + (offset === undefined ? 0 : minutesOf(offset) * 60_000));
  if (Number.isNaN(date.getTime()) || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== raw.slice(0, 10)) return raw;
  // Its offset may lead out of the years that four digits can write; the database has no year 0, and would read the year 10000 as no end at all.
  const year = date.getUTCFullYear();
  return year < 1 || year > 9_999 ? raw : date;
}

function minutesOf(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return offset.startsWith('-') ? -minutes : minutes;
}

const NOT_FINITE: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function readNumbers(raw: unknown): unknown {
  if (!isObject(raw)) return raw;
  // A number that no double holds (1e999) was read as Infinity: undefined is refused, for only the texts mean what is not finite.
  const read = (item: unknown): unknown =>
    typeof item === 'number' && !Number.isFinite(item) ? undefined : (NOT_FINITE.get(item) ?? item);
  return Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, read(item)]));
}
