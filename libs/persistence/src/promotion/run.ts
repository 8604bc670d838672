import type { Prisma } from '../generated/client.js';

/** Runs one statement: inside a transaction, or past the ORM by a name under which connections keep it prepared. */
export type Run = <T extends object>(name: string, sql: Prisma.Sql) => Promise<T[]>;
