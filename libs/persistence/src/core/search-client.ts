import { SlipwayError } from '#domain/errors/slipway-error';
import { Prisma, type PrismaClient } from '../generated/client.js';
import { isStatementTimeout } from './database-error.js';

/** Reads that may take longer than a point read: searches, lists and exports. A read over its time limit is the caller's to narrow. */
export class SearchClient {
  constructor(private readonly client: Pick<PrismaClient, '$queryRaw' | '$executeRaw'>) {}

  /** @throws SlipwayError QUERY_TOO_EXPENSIVE when the statement limit cut it off; else what Prisma throws; wrap it in `reading`. */
  async $queryRaw<T>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<T> {
    try {
      return await this.client.$queryRaw<T>(query, ...values);
    } catch (error) {
      if (!isStatementTimeout(error)) throw error;
      const message = 'The query takes too long. Narrow it: add a condition on the name, a tag or the time, or ask for fewer items.';
      throw new SlipwayError('QUERY_TOO_EXPENSIVE', message, { cause: error });
    }
  }

  /** Housekeeping that may take longer than a change of a request. @returns the number of rows. */
  async $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number> {
    return this.client.$executeRaw(query, ...values);
  }
}
