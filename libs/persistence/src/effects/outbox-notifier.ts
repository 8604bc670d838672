import pg from 'pg';
import type { LocalEffectsSignal } from '../core/local-effects-signal.js';
import { OUTBOX_CHANNEL } from './outbox-channel.js';

/** At most one NOTIFY in so many milliseconds: each takes a lock of the whole server at its commit. */
const SHORTEST_INTERVAL_MS = 5;

/**
 * Carries the signal of this process to workers in others, by a NOTIFY on a connection of its own, never within a change's transaction.
 * Losing one costs a second: workers look by themselves too.
 */
export class OutboxNotifier {
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastSent = 0;
  private sending = false;
  private pending = false;
  private stopped = false;
  private stopWaking: (() => void) | undefined;

  constructor(
    private readonly url: string,
    private readonly signal: LocalEffectsSignal,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Called by Nest when the application has started. */
  onApplicationBootstrap(): void {
    this.stopWaking = this.signal.onWake(() => this.notify());
  }

  /** Called by Nest when the application ends. */
  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.stopWaking?.();
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private notify(): void {
    this.pending = true;
    if (this.sending || this.timer !== undefined) return;
    const wait = this.lastSent + SHORTEST_INTERVAL_MS - performance.now();
    if (wait <= 0) void this.send();
    else this.timer = setTimeout(() => void this.send(), wait);
  }

  private async send(): Promise<void> {
    this.timer = undefined;
    this.sending = true;
    this.pending = false;
    this.lastSent = performance.now();
    let client: pg.Client | undefined;
    try {
      client = this.client ??= await this.connect();
      await client.query(`NOTIFY ${OUTBOX_CHANNEL}`);
    } catch (error) {
      this.client = undefined;
      // A connection whose answer never came stays open by itself. Not awaited: its goodbye may never be answered either.
      client?.end().catch(() => undefined);
      this.onError(error instanceof Error ? error : new Error(String(error)));
    }
    this.sending = false;
    if (this.pending) this.notify();
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: 2_000,
      query_timeout: 2_000,
      keepAlive: true,
      application_name: 'slipway-notify',
    });
    client.on('error', () => {
      if (this.client === client) this.client = undefined;
    });
    try {
      await client.connect();
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    // The application ended meanwhile, and found nothing to close.
    if (this.stopped) await client.end();
    return client;
  }
}
