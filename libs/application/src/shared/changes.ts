/** Those of the wished fields that differ from what is there: what to write, and what to show in the audit log. */
export interface Changes<T> {
  readonly write: Partial<T>;
  readonly audit: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
  readonly any: boolean;
}

/** Compares a wish with what is there, field by field; an absent field is not wished. */
export function changesOf<T extends object>(before: T, wish: Partial<T>): Changes<T> {
  const write: Partial<T> = {};
  const audit: Record<string, { before: unknown; after: unknown }> = {};
  for (const key in wish) {
    const after = wish[key];
    if (after === undefined || after === before[key]) continue;
    write[key] = after;
    audit[key] = { before: before[key], after };
  }
  return { write, audit, any: Object.keys(audit).length > 0 };
}
