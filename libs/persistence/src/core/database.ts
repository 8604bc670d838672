import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/client.js';
import { Prisma } from '../generated/client.js';

export interface DatabaseOptions {
  readonly url: string;
  /** Connections of the pool that point reads and changes share. */
  readonly poolSize?: number;
  readonly onError?: (error: Error) => void;
}

/** A client inside or outside a transaction. */
export type Sql = Pick<PrismaClient, '$queryRaw' | '$executeRaw'> & Omit<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** Statements kept prepared per connection; search filters make ever new texts, which past this number are sent unnamed. */
const MAX_PREPARED = 400;

/**
 * The one connection pool of a process and the Prisma client over it. Time limits of two seconds keep a vanished database (a TCP
 * blackhole) from hanging requests; searches and exports, which may take longer, use `slow`.
 */
export class Database {
  readonly pool: pg.Pool;
  readonly client: PrismaClient;
  readonly slow: PrismaClient;
  private readonly slowPool: pg.Pool;

  constructor(options: DatabaseOptions) {
    const onError = options.onError ?? (() => undefined);
    this.pool = pool(options.url, options.poolSize ?? 16, 2_000, onError);
    this.slowPool = pool(options.url, 6, 5_000, onError);
    // A filter's values decide its plan: a common tag and a rare one must not share a generic one.
    this.slowPool.on('connect', (connection) => void connection.query('SET plan_cache_mode = force_custom_plan').catch(onError));
    this.client = client(this.pool);
    this.slow = client(this.slowPool);
  }

  /**
   * Runs a statement of a hot path past the ORM: half the client's CPU of `$queryRaw` (bench/RESULTS.md). Each connection prepares it once
   * under `name`, so one name stands for one text; values travel apart from it as everywhere.
   * @throws what the driver throws; wrap it in `reading`.
   */
  async hot<T extends object>(name: string, sql: Prisma.Sql): Promise<T[]> {
    const { rows } = await this.pool.query<T>({ name, text: sql.text, values: [...sql.values] });
    return rows;
  }

  /** Ends all connections; waits for running statements. */
  async close(): Promise<void> {
    await Promise.all([this.client.$disconnect(), this.slow.$disconnect()]);
    await Promise.all([this.pool.end(), this.slowPool.end()]);
  }
}

function pool(url: string, max: number, timeoutMs: number, onError: (error: Error) => void): pg.Pool {
  const made = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 2_000,
    query_timeout: timeoutMs + 500,
    statement_timeout: timeoutMs,
    keepAlive: true,
    idleTimeoutMillis: 5_000,
    application_name: 'slipway',
  });
  made.on('error', (error) => {
    // The pool hangs the whole client on it, statements and all: kilobytes that say nothing in a log.
    Reflect.deleteProperty(error, 'client');
    onError(error);
  });
  return made;
}

function client(from: pg.Pool): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(from, { statementNameGenerator: statementNames() }),
    transactionOptions: { maxWait: 2_000, timeout: 10_000 },
  });
}

function statementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    // An empty name is the protocol's unnamed statement: parsed again each time, never kept.
    if (names.size >= MAX_PREPARED) return '';
    const name = `s${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
    names.set(sql, name);
    return name;
  };
}
