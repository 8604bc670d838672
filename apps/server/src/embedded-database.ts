import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { AlreadyRunningError, EmbeddedPostgresError } from '#platform/embedded-postgres/already-running-error';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres';
import { databaseUrlFile } from '#platform/embedded-postgres/open-embedded-database';
import { writePrivateFile } from '#platform/files/private-files';
import type { SlipwayLogger } from '#platform/logging/slipway-logger';

/** Milliseconds before each further attempt to start a server that ended; requests get 503 meanwhile. About half a minute in all. */
const PAUSES_MS = [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000];
/** A server that ends this often within the window is not mended by starting it again. */
const MOST_RESTARTS = 5;
const WINDOW_MS = 10 * 60_000;

export interface EmbeddedDatabaseOptions {
  readonly home: string;
  readonly log: SlipwayLogger;
  /** Called once, with a sentence for people, when the server is gone for good. */
  readonly onLost: (error: EmbeddedPostgresError) => void;
}

/**
 * The embedded PostgreSQL, kept running: one that ends by itself (out of memory, killed by hand) is started again on the same port, so that
 * every connection pool finds it again by itself.
 */
export class EmbeddedDatabase {
  private address = '';
  private restarts: number[] = [];
  private readonly stopped = new AbortController();
  private restarting: Promise<void> | undefined;
  private server: EmbeddedPostgres | undefined;

  private constructor(private readonly options: EmbeddedDatabaseOptions) {}

  /** Of the service role; the same after every restart. */
  get url(): string {
    return this.address;
  }

  /**
   * Starts it, creating it on first use.
   * @throws {AlreadyRunningError} while another process uses this home.
   * @throws {EmbeddedPostgresError} when it cannot run here.
   */
  static async start(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
    const database = new EmbeddedDatabase(options);
    const server = await database.startServer();
    database.server = server;
    database.address = server.url;
    writePrivateFile(databaseUrlFile(options.home), `${server.url}\n`);
    return database;
  }

  /** Ends the server; everything committed is kept. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.restarting;
    rmSync(databaseUrlFile(this.options.home), { force: true });
    await this.server?.stop();
  }

  private startServer(port?: number): Promise<EmbeddedPostgres> {
    const { home, log } = this.options;
    return startEmbeddedPostgres({
      home,
      log: log.withContext('Postgres'),
      onUnexpectedExit: (error) => this.onExit(error),
      ...(port === undefined ? {} : { port }),
    });
  }

  private onExit(error: EmbeddedPostgresError): void {
    this.server = undefined;
    const { log, onLost } = this.options;
    if (this.stopped.signal.aborted) return;
    const now = Date.now();
    this.restarts = [...this.restarts.filter((at) => now - at < WINDOW_MS), now];
    if (this.address === '') {
      onLost(error);
      return;
    }
    if (this.restarts.length > MOST_RESTARTS) {
      onLost(new EmbeddedPostgresError(`${error.message} That was the ${this.restarts.length}th time within ten minutes.`));
      return;
    }
    log.error(`${error.message} Starting it again.`, 'Postgres');
    this.restarting = this.restart(error).finally(() => (this.restarting = undefined));
  }

  private async restart(reason: EmbeddedPostgresError): Promise<void> {
    const { log, onLost } = this.options;
    const { signal } = this.stopped;
    let last: unknown = reason;
    for (const pause of PAUSES_MS) {
      // Rejects only when it is stopped, and then nobody waits for a server.
      await delay(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        this.server = await this.startServer(Number(new URL(this.url).port));
        log.log('The embedded PostgreSQL runs again.', 'Postgres');
        return;
      } catch (error) {
        last = error;
        log.warn('The embedded PostgreSQL did not start.', error, 'Postgres');
        if (error instanceof AlreadyRunningError) break;
      }
    }
    onLost(
      new EmbeddedPostgresError(`${reason.message} It could not be started again: ${last instanceof Error ? last.message : String(last)}`),
    );
  }
}
