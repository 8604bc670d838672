import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { validateSync, type ValidationError } from 'class-validator';
import { SlipwayError, type ErrorDetail } from '#domain/errors/slipway-error';
import { pointerTo } from '../http/json-pointer.js';
import { fieldsOf, type DtoClass, type Field } from './field-registry.js';

type Fields = ReadonlyMap<string, Field>;

/**
 * Checks bodies, queries and paths whose parameter has a class with fields (see `fields.ts`); everything else passes untouched, so a route
 * without such a class pays nothing. Unknown fields are refused.
 */
@Injectable()
export class DtoPipe implements PipeTransform {
  private readonly known = new Map<unknown, Fields>();

  /** @throws SlipwayError INVALID_ARGUMENT with a JSON pointer per place of a body, or the name of a parameter. */
  transform(given: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || metatype === undefined) return given;
    const fields = this.fields(metatype);
    if (fields.size === 0) return given;
    // A body of which every field may be left out may be left out as a whole.
    const value = given === undefined && [...fields.values()].every((field) => field.optional) ? {} : given;
    const from = type === 'body' ? 'body' : 'query';
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const message = value === undefined ? 'A JSON body is required.' : 'The body must be a JSON object.';
      throw new SlipwayError('INVALID_ARGUMENT', message, { errors: [{ pointer: '', code: 'object', message }] });
    }
    const instance = instantiate(metatype as DtoClass, fields, value, from);
    if (this.passes(instance, fields)) return instance;
    const errors = validateSync(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: false,
      stopAtFirstError: true,
    });
    if (errors.length > 0) throw refusal(details(errors, fields, [], from), from);
    return instance;
  }

  /**
   * Whether the fields' own rules, which the validator's decorators ask too, let the instance through: nearly always, at a fiftieth of what the
   * validator takes to look up what it was told. The validator is asked only where something is wrong, and says what.
   */
  private passes(instance: object, fields: Fields): boolean {
    for (const key in instance) if (!fields.has(key)) return false;
    for (const [key, field] of fields) {
      const value: unknown = Reflect.get(instance, key);
      if (value === undefined && field.optional) continue;
      if (field.judge(value) !== undefined || !this.nestedPasses(value, field)) return false;
    }
    return true;
  }

  private nestedPasses(value: unknown, { nested }: Field): boolean {
    if (nested === undefined || value === null) return true;
    const fields = this.fields(nested.type());
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.every((item) => typeof item === 'object' && item !== null && this.passes(item, fields));
  }

  private fields(metatype: unknown): Fields {
    const known = this.known.get(metatype);
    if (known !== undefined) return known;
    const fields: Fields = isClass(metatype) ? fieldsOf(metatype) : new Map();
    this.known.set(metatype, fields);
    return fields;
  }
}

function isClass(value: unknown): value is DtoClass {
  return typeof value === 'function' && typeof value.prototype === 'object' && value.prototype !== null;
}

/** Without the constructor, so that absent fields stay absent and are not fields that hold undefined. */
function instantiate(dto: DtoClass, fields: Fields, value: object, from: 'body' | 'query'): object {
  const instance: Record<string, unknown> = Object.create(dto.prototype);
  for (const [key, raw] of Object.entries(value)) {
    const field = fields.get(key);
    if (field?.readOnly === true) continue;
    instance[key] = field === undefined ? raw : readField(field, raw, from);
  }
  return instance;
}

function readField(field: Field, raw: unknown, from: 'body' | 'query'): unknown {
  const { nested } = field;
  if (nested === undefined) return field.read === undefined ? raw : field.read(raw, from);
  const type = nested.type();
  const one = (item: unknown): unknown =>
    typeof item === 'object' && item !== null && !Array.isArray(item) ? instantiate(type, fieldsOf(type), item, from) : item;
  return nested.list && Array.isArray(raw) ? raw.map(one) : nested.list ? raw : one(raw);
}

function details(
  errors: readonly ValidationError[],
  fields: Fields,
  path: readonly (string | number)[],
  from: 'body' | 'query',
): ErrorDetail[] {
  return errors.flatMap((error) => {
    const here = [...path, error.property];
    const field = fields.get(error.property);
    if (field === undefined) {
      const message = from === 'body' ? `There is no field "${error.property}" here.` : `There is no parameter "${error.property}" here.`;
      return [{ pointer: place(here, from), code: 'unknown_field', message }];
    }
    const found = field.judge(error.value);
    const own = found === undefined ? [] : [detail([...here, ...(found.at ?? [])], found.code, found.message, from)];
    return [...own, ...nestedDetails(error, field, here, from)];
  });
}

function nestedDetails(error: ValidationError, field: Field, here: readonly (string | number)[], from: 'body' | 'query'): ErrorDetail[] {
  const { nested } = field;
  const children = error.children ?? [];
  if (nested === undefined || children.length === 0) return [];
  const fields = fieldsOf(nested.type());
  if (!nested.list) return details(children, fields, here, from);
  return children.flatMap((item) => details(item.children ?? [], fields, [...here, item.property], from));
}

function detail(path: readonly (string | number)[], code: string, message: string, from: 'body' | 'query'): ErrorDetail {
  return { pointer: place(path, from), code, message: `${String(path.at(-1))} ${message}.` };
}

function place(path: readonly (string | number)[], from: 'body' | 'query'): string {
  return from === 'body' ? pointerTo(path) : String(path[0]);
}

function refusal(errors: readonly ErrorDetail[], from: 'body' | 'query'): SlipwayError {
  const message = errors.length === 0 ? `The ${from} is malformed.` : errors.map((error) => error.message).join(' ');
  return new SlipwayError('INVALID_ARGUMENT', message, { errors });
}
