/** Something is not as the story tells it; the message is a sentence for people. */
export class NotAsToldError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotAsToldError';
  }
}

/** Goes on only where `holds`; else the story ends with this sentence. */
export function told(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new NotAsToldError(otherwise);
}

/** Goes on only where both are equal as JSON (the order of members aside). */
export function toldEqual(what: string, actual: unknown, expected: unknown): void {
  told(canonical(actual) === canonical(expected), `${what} should be ${canonical(expected)}, but is ${canonical(actual)}.`);
}

/** The value, where there is one. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new NotAsToldError(`There should be ${what}, and there is none.`);
  return value;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
