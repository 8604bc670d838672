import pg from 'pg';
import { OUTBOX_CHANNEL } from './outbox-channel.js';

/** Milliseconds until the next attempt to connect. */
const RECONNECT_MS = 500;
/** How often the line is tested, and how long a test may take; a pooler between us and the server may swallow LISTEN without a word. */
const TEST_PACE = { everyMs: 10_000, limitMs: 1_000 };

/**
 * Hears from other processes that events were committed, on a connection of its own. While it cannot, `listening` is false: then poll. A line that has worked
 * and does so no more is laid anew: what a blackhole has swallowed nobody reports.
 */
export class OutboxListener {
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private test: NodeJS.Timeout | undefined;
  private heard = false;
  private stopped = false;
  private works = false;
  /** Lays the line anew; once it has worked. */
  private again: (() => void) | undefined;

  constructor(
    private readonly url: string,
    /** Sends on another connection, to test the line. */
    private readonly query: (sql: string) => Promise<unknown>,
    private readonly onError: (error: Error) => void,
    private readonly pace: typeof TEST_PACE = TEST_PACE,
  ) {}

  get listening(): boolean {
    return this.works;
  }

  /** Calls `onWake` at every signal, and whenever the line stands again after it was cut. Returns at once. */
  start(onWake: () => void): void {
    void this.connect(onWake);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    clearTimeout(this.test);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(onWake: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: 2_000,
      query_timeout: 2_000,
      keepAlive: true,
      application_name: 'slipway-listen',
    });
    const lost = (error?: Error): void => {
      if (this.client !== client || this.stopped) return;
      this.client = undefined;
      this.works = false;
      this.again = undefined;
      clearTimeout(this.test);
      if (error !== undefined) this.onError(error);
      client.end().catch(() => undefined);
      this.retry = setTimeout(() => void this.connect(onWake), RECONNECT_MS);
    };
    this.client = client;
    client.on('error', lost);
    client.on('end', () => lost());
    client.on('notification', () => {
      if (this.client !== client) return;
      this.heard = true;
      this.works = true;
      this.again = lost;
      onWake();
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
      if (this.stopped) return void client.end().catch(() => undefined);
      await this.testLine(client);
      onWake();
    } catch (error) {
      lost(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Sends a signal and expects to hear it; one that does not come means polling until one does. Ends with its line: the next one has a test of its own. */
  private async testLine(client: pg.Client): Promise<void> {
    if (!this.isLine(client)) return;
    this.heard = false;
    await this.query(`NOTIFY ${OUTBOX_CHANNEL}`).catch(() => undefined);
    if (!this.isLine(client)) return;
    this.test = setTimeout(() => {
      if (!this.isLine(client)) return;
      this.works = this.heard;
      if (!this.heard && this.again !== undefined) this.again();
      else this.test = setTimeout(() => void this.testLine(client), this.pace.everyMs);
    }, this.pace.limitMs);
  }

  private isLine(client: pg.Client): boolean {
    return this.client === client && !this.stopped;
  }
}
