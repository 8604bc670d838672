import pg from 'pg';

/** A migration cannot be applied; the message says which, and what the database said. Nothing of it was applied. */
export class MigrationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
  }
}

/** What an error of the database says, with everything that helps to find the place. */
export function wordsOf(error: unknown): string {
  // The schema engine adds its call stack, which helps nobody.
  if (!(error instanceof pg.DatabaseError)) return (error instanceof Error ? error.message : String(error)).replace(/\n\s+0: [\s\S]*$/, '');
  return [error.message, error.detail, error.hint, error.where].filter((part) => part !== undefined).join('; ');
}
