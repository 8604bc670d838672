import type { FieldKind, FilterOp } from './filter-clause.js';

/** How a field's values are written and compared. */
export type ValueType =
  /** A quoted string. */
  | 'string'
  /** A whole number, bare or quoted (MLflow takes both for version numbers). */
  | 'integer'
  /** A bare number. */
  | 'number'
  /** A quoted RFC 3339 time with offset, or bare milliseconds since 1970. */
  | 'timestamp';

/** What one field allows. */
export interface FieldRule {
  readonly type: ValueType;
  readonly ops: readonly FilterOp[];
  /** The only values that make sense; absent where any does. */
  readonly values?: readonly string[];
}

/** A column of the list; `key` is our name for it where the door uses another. */
export interface AttributeRule extends FieldRule {
  readonly key?: string;
}

/** A key-value table, addressed by a prefix. */
export interface EntityRule extends FieldRule {
  readonly kind: Exclude<FieldKind, 'attribute'>;
}

/**
 * What one list of one door can be filtered and ordered by, as data. Another door with other words (MLflow's `attribute.name`, `tag.k`,
 * `source_path`) is another table, not another parser. Names are case-sensitive, as MLflow's are.
 */
export interface FieldTable {
  /** Bare names, also with one of `attributePrefixes` before them. */
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  readonly attributePrefixes: readonly string[];
  /** Prefix -> key-value table. */
  readonly entities: Readonly<Record<string, EntityRule>>;
  /** Names that a list can be ordered by -> our attribute key. */
  readonly order: Readonly<Record<string, string>>;
}
