import { SlipwayError } from '#domain/errors/slipway-error';
import type pg from 'pg';
import { Prisma, type PrismaClient } from '../generated/client.js';
import { isStatementTimeout } from './database-error.js';

/** Reads that may take longer than a point read: searches, lists and exports. A read over its time limit is the caller's to narrow. */
export class SearchClient {
  constructor(
    private readonly client: Pick<PrismaClient, '$queryRaw' | '$executeRaw'>,
    private readonly pool: pg.Pool,
    private readonly nameOf: (query: { readonly sql: string }) => string,
  ) {}

  /**
   * As `$queryRaw`, past the ORM, whose way costs a millisecond: values are as the driver makes them, so a bigint is a text.
   * @throws as `$queryRaw`.
   */
  async rows<T extends object>(query: Prisma.Sql): Promise<T[]> {
    const text = query.text;
    const { rows } = await inTime(() => this.pool.query<T>({ name: this.nameOf({ sql: text }), text, values: query.values }));
    return rows;
  }

  /** @throws SlipwayError QUERY_TOO_EXPENSIVE when the statement limit cut it off; else what Prisma throws; wrap it in `reading`. */
  async $queryRaw<T>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<T> {
    return inTime(() => this.client.$queryRaw<T>(query, ...values));
  }

  /** Housekeeping that may take longer than a change of a request. @returns the number of rows. */
  async $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number> {
    return this.client.$executeRaw(query, ...values);
  }
}

async function inTime<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    const message = 'The query takes too long. Narrow it: add a condition on the name, a tag or the time, or ask for fewer items.';
    throw new SlipwayError('QUERY_TOO_EXPENSIVE', message, { cause: error });
  }
}
