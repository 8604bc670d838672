import { createPostgresBackend, createRedisBackend, isPgPool, runMigrations, withBackend } from 'bullmq';
import type { BackendFactory, IQueueBackend, PgPool } from 'bullmq';
import pg from 'pg';
import { endWhenSilent } from '#platform/postgres/end-when-silent';
import { IDLE_IN_TRANSACTION_MS, SERVER_IDLE_LIMIT, SERVER_KEEPALIVES } from '#platform/postgres/lost-client';
import { sessionOptions } from '#platform/postgres/session-options';

/** Where the queue lives: the service's own Postgres (the default), or Redis or Valkey when REDIS_URL is set. */
export type QueueConnection =
  | { readonly kind: 'postgres'; readonly connectionString: string }
  | { readonly kind: 'redis'; readonly url: string };

/** The Postgres schema that holds BullMQ's tables, apart from ours; BullMQ's own default, which a pool of ours cannot change. */
const POSTGRES_SCHEMA = 'bullmq';

/** How long to wait for a new connection, and on Postgres for one statement; without limits a lost network path hangs `pg` for good. */
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 2_000;

/**
 * A first migration on a slow disk, or a wait for another process that migrates, may take long; where there is nothing to migrate, as nearly
 * always, an answer that takes long is a lost path, after which another connection works. So each attempt is given twice as long as the one before.
 */
const SHORTEST_MIGRATION_MS = 8_000;
const LONGEST_MIGRATION_MS = 64_000;

/** How long an attempt to prepare the server may wait for an answer. @param failed attempts before it. */
export function preparationLimit(failed: number): number {
  return Math.min(LONGEST_MIGRATION_MS, SHORTEST_MIGRATION_MS * 2 ** failed);
}

/** Longer than a worker's longest blocking read (job-worker.ts), so that only a silent connection is cut. */
const REDIS_SOCKET_TIMEOUT_MS = 2_000;

/** BullMQ's own pause between two connection attempts starts at one second and grows to twenty. */
const REDIS_LONGEST_PAUSE_MS = 500;

/**
 * A client whose errors never end the process. BullMQ and pg-pool leave clients without an 'error' listener for moments (while the schema
 * is checked, after a failed connect, during a close), and a server that dies just then would raise an unhandled 'error' event. Whoever
 * waits for a query is told by its rejection all the same.
 */
class QuietClient extends pg.Client {
  override emit(event: string, ...values: unknown[]): boolean {
    if (event === 'error' && this.listenerCount('error') === 0) return false;
    return super.emit(event, ...values);
  }
}

/**
 * BullMQ's classes for both servers behind one connection type. A worker's connection repeats its commands after a loss of connection; a
 * producer's fails at once, so that adds do not pile up in memory while the server is away.
 */
const backend: BackendFactory<IQueueBackend, QueueConnection> = (name, options, kind = {}) => {
  const { connection } = options;
  const forWorker = kind.withBlockingConnection === true;
  if (connection.kind === 'postgres') {
    // A pool of ours, because only then the connection that listens is a QuietClient too. BullMQ leaves such a pool to us to end.
    const pool = postgresPool(connection.connectionString, forWorker);
    const postgres = createPostgresBackend(name, { ...options, connection: pool }, kind);
    postgres.once('close', () => void pool.end().catch(() => undefined));
    return postgres;
  }
  return createRedisBackend(name, { ...options, connection: redisOptions(connection.url, forWorker) }, kind);
};

export const { Queue, Worker } = withBackend(backend);

function postgresPool(connectionString: string, forWorker: boolean): PgPool {
  const made = new pg.Pool({
    // Where BullMQ looks for its tables and functions on a pool that it did not make.
    // A worker's pool has a session that listens.
    ...sessionOptions(
      connectionString,
      forWorker ? SERVER_KEEPALIVES : `${SERVER_KEEPALIVES} ${SERVER_IDLE_LIMIT}`,
      `-c search_path=${POSTGRES_SCHEMA}`,
    ),
    // A worker's listening connection comes from its pool.
    max: forWorker ? 9 : 4,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    idleTimeoutMillis: 5_000,
    keepAlive: true,
    Client: QuietClient,
  });
  made.on('connect', endWhenSilent);
  const pool: unknown = made;
  // BullMQ's own guard: its type of a pool and that of @types/pg differ in a type parameter of `query`.
  if (!isPgPool(pool)) throw new Error('BullMQ does not take this version of pg');
  return pool;
}

function redisOptions(url: string, forWorker: boolean) {
  return {
    url,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: REDIS_SOCKET_TIMEOUT_MS,
    keepAlive: 10_000,
    retryStrategy: (attempt: number) => Math.min(50 * attempt, REDIS_LONGEST_PAUSE_MS),
    ...(forWorker ? { maxRetriesPerRequest: null } : { maxRetriesPerRequest: 0, enableOfflineQueue: false }),
  };
}

/**
 * Creates or upgrades BullMQ's tables; does nothing on Redis. Safe to run from many processes at once (advisory lock). Throws the error of
 * `pg` when the server is away.
 * @param limitMs the longest wait for an answer.
 */
export async function prepareServer(connection: QueueConnection, limitMs = LONGEST_MIGRATION_MS): Promise<void> {
  if (connection.kind === 'redis') return;
  const client = new QuietClient({
    connectionString: connection.connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: limitMs,
    keepAlive: true,
  });
  endWhenSilent(client);
  try {
    await client.connect();
    await runMigrations(client, POSTGRES_SCHEMA);
  } finally {
    // Not awaited: the goodbye of a connection whose peer is gone may never be answered.
    client.end().catch(() => undefined);
  }
}
