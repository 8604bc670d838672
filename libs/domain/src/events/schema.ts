/** The part of JSON Schema (2020-12) that payloads need. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'object' | 'array';
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly minimum?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
}

/** A JSON Schema together with the type of what it describes: one source, so the two cannot drift apart. */
export interface Schema<T> {
  readonly json: JsonSchema;
  /** Never set: carries the type only. */
  readonly phantom?: T;
}

/** The type that a schema describes. */
export type Infer<S> = S extends Schema<infer T> ? T : never;

type Shape = Readonly<Record<string, Schema<unknown>>>;
type Members<R extends Shape, O extends Shape> = { readonly [K in keyof R]: Infer<R[K]> } & { readonly [K in keyof O]?: Infer<O[K]> };

/** A string; `description` says what it means. */
export function text(description?: string): Schema<string> {
  return { json: { type: 'string', ...(description === undefined ? {} : { description }) } };
}

/** An RFC 3339 time. */
export function time(description?: string): Schema<string> {
  return { json: { type: 'string', format: 'date-time', ...(description === undefined ? {} : { description }) } };
}

/** A whole number from `minimum` on. */
export function integer(minimum: number, description?: string): Schema<number> {
  return { json: { type: 'integer', minimum, ...(description === undefined ? {} : { description }) } };
}

/** True or false. */
export function flag(description?: string): Schema<boolean> {
  return { json: { type: 'boolean', ...(description === undefined ? {} : { description }) } };
}

/** Exactly this string. */
export function literal<const T extends string>(value: T): Schema<T> {
  return { json: { type: 'string', const: value } };
}

/** One of these strings. */
export function oneOf<const T extends string>(...values: readonly T[]): Schema<T> {
  return { json: { type: 'string', enum: values } };
}

/** The same, or null. */
export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return { json: { anyOf: [schema.json, { type: 'null' }] } };
}

/** A list. */
export function list<T>(items: Schema<T>): Schema<readonly T[]> {
  return { json: { type: 'array', items: items.json } };
}

/** An object with any keys and values of one kind. */
export function map<T>(values: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return { json: { type: 'object', additionalProperties: values.json } };
}

/** An object with members that are always there and members that may be. Others are not described, so that more can come later. */
export function object<R extends Shape, O extends Shape = Record<never, never>>(required: R, optional?: O): Schema<Members<R, O>> {
  const members = Object.entries({ ...required, ...optional });
  return {
    json: {
      type: 'object',
      properties: Object.fromEntries(members.map(([key, schema]) => [key, schema.json])),
      required: Object.keys(required),
    },
  };
}

/** The schema without room for members that it does not describe: for our own tests, never published (changes are additive). */
export function closed(schema: JsonSchema): JsonSchema {
  return {
    ...schema,
    ...(schema.properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(Object.entries(schema.properties).map(([key, member]) => [key, closed(member)])),
          additionalProperties: false,
        }),
    ...(schema.items === undefined ? {} : { items: closed(schema.items) }),
    ...(schema.anyOf === undefined ? {} : { anyOf: schema.anyOf.map(closed) }),
  };
}
