import type { FieldTable } from './field-table.js';
import type { OrderTerm } from './filter-clause.js';
import { filterError, fromGrammarError } from './filter-error.js';
import { parseOrderText } from './filter-grammar.js';
import { checkFilterText } from './parse-filter.js';
import type { ParsedOrderTerm } from './parsed-filter.js';

/**
 * Reads an order: one text (`createdAt desc, name`) or MLflow's list of them. No text, or none but blank ones, is no order: the list's own
 * default holds. Names are those of `fields.order`; a field named twice is refused, because its second place could never matter.
 * Throws INVALID_FILTER, whose message names the column (from 1, within its own text).
 */
export function parseOrderBy(text: string | readonly string[] | undefined, fields: FieldTable): OrderTerm[] {
  const texts = text === undefined ? [] : typeof text === 'string' ? [text] : text;
  checkFilterText(texts.join(','));
  const terms: OrderTerm[] = [];
  const seen = new Set<string>();
  for (const one of texts) {
    if (one.trim() === '') continue;
    for (const parsed of parseOne(one)) {
      const term = judgeTerm(parsed, fields);
      if (seen.has(term.field.key)) throw filterError(term.column, `${parsed.field.text} is named twice`);
      seen.add(term.field.key);
      terms.push(term);
    }
  }
  return terms;
}

function parseOne(text: string): readonly ParsedOrderTerm[] {
  try {
    return parseOrderText(text);
  } catch (error) {
    throw fromGrammarError(error, text);
  }
}

function judgeTerm(parsed: ParsedOrderTerm, fields: FieldTable): OrderTerm {
  const { prefix, key, text, offset } = parsed.field;
  const attribute = prefix === null || fields.attributePrefixes.includes(prefix);
  const target = attribute && Object.hasOwn(fields.order, key) ? fields.order[key] : undefined;
  if (target === undefined) {
    throw filterError(offset + 1, `cannot order by ${text}, expected one of ${Object.keys(fields.order).join(', ')}`);
  }
  return { field: { kind: 'attribute', key: target }, direction: parsed.direction, column: offset + 1 };
}
