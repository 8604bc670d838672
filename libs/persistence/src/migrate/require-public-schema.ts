import type pg from 'pg';
import { MigrationError } from './migration-error.js';

/**
 * Refuses a user whose tables would go elsewhere than into the schema `public`, where the database client looks for them: half of the service would
 * find them, and half would not.
 * @throws {MigrationError} with what to type.
 */
export async function requirePublicSchema(connection: pg.Client): Promise<void> {
  const { rows } = await connection.query<{ schema: string | null; role: string; database: string }>(
    'SELECT current_schema() AS schema, quote_ident(current_user) AS role, quote_ident(current_database()) AS database',
  );
  const [{ schema, role, database } = { schema: 'public', role: '', database: '' }] = rows;
  if (schema === 'public') return;
  throw new MigrationError(
    `Slipway's tables are in the schema public, but this user's search path begins with ${schema === null ? 'no schema that exists' : `"${schema}"`}. ` +
      `Type: ALTER ROLE ${role} IN DATABASE ${database} SET search_path = public`,
  );
}
