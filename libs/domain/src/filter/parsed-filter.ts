import type { FilterOp } from './filter-clause.js';

/** A field as written; `offset` counts UTF-16 units from 0. */
export interface ParsedField {
  /** What stands before the first dot, or null for a bare name. */
  readonly prefix: string | null;
  readonly key: string;
  readonly text: string;
  readonly offset: number;
}

/** A value as written: numbers stay text until a field says what they mean. */
export type ParsedValue =
  | { readonly type: 'string' | 'number'; readonly value: string; readonly offset: number }
  | { readonly type: 'list'; readonly value: readonly string[]; readonly offset: number };

/** One clause of a filter as the grammar reads it, before any field table has judged it. */
export interface ParsedClause {
  readonly field: ParsedField;
  readonly comparator: { readonly op: FilterOp; readonly offset: number };
  readonly value: ParsedValue;
}

/** One term of an order expression as the grammar reads it. */
export interface ParsedOrderTerm {
  readonly field: ParsedField;
  readonly direction: 'ASC' | 'DESC';
}
