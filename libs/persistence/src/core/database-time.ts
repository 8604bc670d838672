import type { Database } from './database.js';

/** The database's time in milliseconds since 1970. @throws what the driver throws. */
export async function databaseTime(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ ms: number }>('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms');
  const [row] = rows;
  if (row === undefined) throw new Error('the database did not tell its time');
  return row.ms;
}
