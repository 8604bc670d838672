import type { ErrorDetail } from '#domain/errors/slipway-error';

/** A class that describes a body, a query or an answer. */
export type DtoClass = new () => object;

/** What is wrong with a value; `at` leads from the field to the place inside it. */
export interface FieldProblem extends Pick<ErrorDetail, 'code' | 'message'> {
  readonly at?: readonly (string | number)[];
}

/** How one field is read and judged. */
export interface Field {
  /** From what came over the wire to what the command takes (numbers of a query, dates); what cannot be read is left as it is. */
  readonly read?: (raw: unknown, from: 'body' | 'query') => unknown;
  /** Undefined where the value is good. */
  readonly judge: (value: unknown) => FieldProblem | undefined;
  readonly nested?: { readonly type: () => DtoClass; readonly list: boolean };
  readonly optional: boolean;
  /** Taken in a body and dropped: what we show of a thing beside what its owner decides. */
  readonly readOnly?: boolean;
}

const fields = new WeakMap<object, Map<string, Field>>();

/** Notes a field of the class that `prototype` belongs to. */
export function registerField(prototype: object, property: string, field: Field): void {
  const own = fields.get(prototype) ?? new Map<string, Field>();
  fields.set(prototype, own.set(property, field));
}

/** The fields of a class with those that it inherits; empty for a class that is no DTO. */
export function fieldsOf(dto: DtoClass): ReadonlyMap<string, Field> {
  const all: Map<string, Field> = new Map();
  for (let prototype: object | null = dto.prototype; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    for (const [property, field] of fields.get(prototype) ?? []) if (!all.has(property)) all.set(property, field);
  }
  return all;
}
