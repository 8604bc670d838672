import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { endWhenSilent } from '#platform/postgres/end-when-silent';
import { IDLE_IN_TRANSACTION_MS, SERVER_IDLE_LIMIT, SERVER_KEEPALIVES } from '#platform/postgres/lost-client';
import { sessionOptions } from '#platform/postgres/session-options';
import { PrismaClient } from '../generated/client.js';
import { Prisma } from '../generated/client.js';
import { SearchClient } from './search-client.js';
import { traceStatements } from './trace-statements.js';

export interface DatabaseOptions {
  readonly url: string;
  /** Connections of the pool that point reads and changes share. */
  readonly poolSize?: number;
  /** Milliseconds that a statement of that pool may take (default 2,000); programs that read whole tables need more. */
  readonly statementMs?: number;
  /** Milliseconds after which the server ends a transaction whose client says nothing more (default 5,000). */
  readonly idleInTransactionMs?: number;
  readonly onError?: (error: Error) => void;
}

/** A client inside or outside a transaction. */
export type Sql = Pick<PrismaClient, '$queryRaw' | '$executeRaw'> & Omit<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** Statements kept prepared per connection; search filters make ever new texts, which past this number are sent unnamed. */
const MAX_PREPARED = 400;

/** What a server that is there may need beyond its own limit to say that it was reached; then the way to it is taken for lost. */
const ANSWER_MS = 100;

/** By which the server finds out that a session has lost its process. */
const LOST = `${SERVER_KEEPALIVES} ${SERVER_IDLE_LIMIT}`;

/** Below the statement limits, so that waiting for others is told apart from a statement that is slow by itself. */
const LOCK_TIMEOUT_MS = 1_500;

/**
 * Statements here find rows by key. A plan that was made while a table was nearly empty, and is kept, must not read all of it when it has
 * grown. Nor may it gather a bitmap first: that goes by all that the index has ever held of what was done since the last VACUUM (of events that wait,
 * those dispatched), each time, where a walk along the index marks what is dead and steps over it from then on. Nothing here is long enough to be
 * compiled either.
 */
const POINT_READS = '-c enable_seqscan=off -c enable_bitmapscan=off -c jit=off';

/**
 * A filter's values decide its plan: a common tag and a rare one must not share a generic one. An index is taken wherever one will do: of those
 * that say which parts of a table speak of a value the server does not know how little they leave. A page from the cache costs as much wherever it
 * lies; compiling takes longer than a search may, and so does starting processes to share it (7 ms), which would leave fewer to others; and two lists
 * are not merged from their newest rows on where the matches begin far behind.
 */
const SEARCHES =
  '-c plan_cache_mode=force_custom_plan -c enable_seqscan=off -c enable_mergejoin=off -c random_page_cost=1.1 -c jit=off -c max_parallel_workers_per_gather=0';

/**
 * The one connection pool of a process and the Prisma client over it. Time limits of two seconds keep a vanished database (a TCP
 * blackhole) from hanging requests; searches and exports, which may take longer, use `slow`. A process that is lost within a transaction
 * gives its locks back after five seconds.
 */
export class Database {
  readonly pool: pg.Pool;
  readonly client: PrismaClient;
  readonly slow: SearchClient;
  private readonly slowClient: PrismaClient;
  private readonly slowPool: pg.Pool;
  /** The texts of hot statements by name: putting one together anew takes longer than sending it. */
  private readonly texts = new Map<string, string>();

  constructor(options: DatabaseOptions) {
    const onError = options.onError ?? (() => undefined);
    this.pool = pool(
      options,
      options.poolSize ?? 16,
      options.statementMs ?? 2_000,
      onError,
      sessionOptions(options.url, `${LOST} ${POINT_READS}`),
    );
    this.slowPool = pool(options, 6, 5_000, onError, sessionOptions(options.url, `${LOST} ${SEARCHES}`));
    this.client = client(this.pool);
    this.slowClient = client(this.slowPool);
    this.slow = new SearchClient(this.slowClient, this.slowPool, statementNames());
  }

  /**
   * Runs a statement of a hot path past the ORM: half the client's CPU of `$queryRaw` (bench/RESULTS.md). Each connection prepares it once
   * under `name`, so one name stands for one text; values travel apart from it as everywhere.
   * @throws what the driver throws; wrap it in `reading`.
   */
  async hot<T extends object>(name: string, sql: Prisma.Sql): Promise<T[]> {
    let text = this.texts.get(name);
    if (text === undefined) this.texts.set(name, (text = sql.text));
    const { rows } = await this.pool.query<T>({ name, text, values: sql.values });
    return rows;
  }

  /** The pool that searches and exports share; to be looked at, not used. */
  get searchPool(): pg.Pool {
    return this.slowPool;
  }

  /** Ends all connections; waits for running statements. */
  async close(): Promise<void> {
    await Promise.all([this.client.$disconnect(), this.slowClient.$disconnect()]);
    await Promise.all([this.pool.end(), this.slowPool.end()]);
  }
}

function pool(
  options: DatabaseOptions,
  max: number,
  timeoutMs: number,
  onError: (error: Error) => void,
  more: pg.PoolConfig = {},
): pg.Pool {
  const made = new pg.Pool({
    ...sessionOptions(options.url, LOST),
    max,
    connectionTimeoutMillis: 2_000,
    query_timeout: timeoutMs + ANSWER_MS,
    statement_timeout: timeoutMs,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: options.idleInTransactionMs ?? IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    idleTimeoutMillis: 5_000,
    application_name: 'slipway',
    ...more,
  });
  made.on('connect', endWhenSilent);
  made.on('error', (error) => {
    // The pool hangs the whole client on it, statements and all: kilobytes that say nothing in a log.
    Reflect.deleteProperty(error, 'client');
    onError(error);
  });
  traceStatements(made);
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
