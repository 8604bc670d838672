/** Every comparator of the grammar; keywords are upper case here however they were written. */
export type FilterOp = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'ILIKE' | 'IN' | 'NOT IN';

/** What a field is: a column of its own, or a row in one of the key-value tables. */
export type FieldKind = 'attribute' | 'tag' | 'metric' | 'param';

/** A field by our name for it, whatever the door calls it. */
export interface FilterField {
  readonly kind: FieldKind;
  readonly key: string;
}

/** One condition; a filter is their conjunction. Two conditions on one tag must hold on the same tag row. */
export interface FilterClause {
  readonly field: FilterField;
  readonly op: FilterOp;
  /** String, number, or (IN, NOT IN only) a list that is not empty. A time is a number: milliseconds since 1970 (UTC). */
  readonly value: string | number | readonly string[];
  /** Where the clause starts in the text, counted from 1 in UTF-16 units. */
  readonly column: number;
}

/** One term of an order. */
export interface OrderTerm {
  readonly field: FilterField;
  readonly direction: 'ASC' | 'DESC';
  readonly column: number;
}
