import { Readable } from 'node:stream';
import type { FollowEvents } from '#application/follow-events/follow-events';
import type { EventEnvelope } from '#application/ports/webhook-sender';
import type { EventSelection } from '#application/queries/event-views';
import type { Actor } from '#domain/access/actor';
import type { EventTail, TailBatch } from './event-tail.js';

/** The paces of a stream, in milliseconds. */
export abstract class StreamPaces {
  /** Between two signs of life. */
  abstract readonly heartbeat: number;
  /** Between two looks at whether the credential still holds, and what its holder may see. */
  abstract readonly recheck: number;
  /** A reader that takes nothing for this long is dropped; until then it holds one batch and what its socket buffers. */
  abstract readonly stall: number;
}

/** A heartbeat every 15 s; with the credential cache's second, what was revoked ends or narrows a stream within 5 s; proxies give up after 60 s. */
export const DEFAULT_PACES: StreamPaces = { heartbeat: 15_000, recheck: 3_000, stall: 30_000 };

/** After which time a client comes back by itself when the stream ended. */
const RECONNECT_MS = 3_000;
/** Between two tries to read while the database is away. */
const RETRY_MS = 1_000;

/** What one stream shows, and to whom. */
export interface StreamInput {
  readonly selection: EventSelection;
  readonly actor: Actor;
  /** The position after which it starts. */
  readonly position: number;
  /** Who the credential speaks for now; null where it no longer holds. Throws where that cannot be said now. */
  readonly resolve: () => Promise<Actor | null>;
}

/**
 * One connection that follows the events (server-sent events, WHATWG HTML 9.2). It pulls: a reader that is slow is simply behind and reads
 * again from its place, so nothing piles up. Each event's id is its position; heartbeats carry the id too, so that a client whose filter
 * lets little through still comes back near the head.
 */
export class EventStream {
  readonly output: Readable;
  private readonly ending = new AbortController();
  private actor: Actor;
  private position: number;
  private lastWrite = performance.now();
  private blockedSince: number | null = null;
  private checking = false;

  constructor(
    private readonly input: StreamInput,
    private readonly tail: EventTail,
    private readonly rules: FollowEvents,
    private readonly paces: StreamPaces,
  ) {
    this.actor = input.actor;
    this.position = input.position;
    const texts = this.texts();
    const unfollow = tail.follow();
    const timer = setInterval(() => void this.check(), paces.recheck);
    this.output = new Readable({
      read: () => void this.pull(texts),
      // Not `Readable.from`: that would wait for the next event before it lets go.
      destroy: (error, done) => {
        clearInterval(timer);
        this.ending.abort();
        unfollow();
        done(error);
      },
    });
  }

  private async pull(texts: AsyncGenerator<string, void, undefined>): Promise<void> {
    try {
      const { value } = await texts.next();
      this.output.push(value ?? null);
    } catch (error) {
      this.output.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async *texts(): AsyncGenerator<string, void, undefined> {
    yield* this.hand(`retry: ${RECONNECT_MS}\nid: ${this.position}\n\n`);
    while (!this.over) {
      const batch = await this.next();
      this.position = batch.to;
      const shown = this.over ? [] : this.rules.visible(this.actor, this.input.selection, batch.events);
      if (shown.length > 0) yield* this.hand(shown.map(textOf).join(''));
      if (batch.events.length > 0) continue;
      await this.tail.changed(this.position, Math.max(0, this.paces.heartbeat - (performance.now() - this.lastWrite)), this.ending.signal);
      if (!this.over && performance.now() - this.lastWrite >= this.paces.heartbeat)
        yield* this.hand(`: heartbeat\nid: ${this.position}\n\n`);
    }
  }

  /** While the database is away the stream waits for it: a client that was refused would not come back by itself. */
  private async next(): Promise<TailBatch> {
    try {
      return await this.tail.read(this.position);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      return { after: this.position, to: this.position, events: [] };
    }
  }

  private *hand(text: string): Generator<string, void, undefined> {
    this.blockedSince = performance.now();
    yield text;
    this.blockedSince = null;
    this.lastWrite = performance.now();
  }

  private get over(): boolean {
    return this.ending.signal.aborted || this.tail.ended;
  }

  private async check(): Promise<void> {
    if (this.blockedSince !== null && performance.now() - this.blockedSince > this.paces.stall) {
      this.output.destroy();
      return;
    }
    if (this.checking) return;
    this.checking = true;
    try {
      const actor = await this.input.resolve();
      if (actor === null) this.revoke();
      else this.actor = actor;
    } catch {
      // The database is away, so nothing new can be read either; asked again at the next turn.
    } finally {
      this.checking = false;
    }
  }

  /** Ends in good order where the reader listens; one that does not would keep what is not its own any more. */
  private revoke(): void {
    this.ending.abort();
    if (this.blockedSince !== null) this.output.destroy();
  }
}

/** One event as a block of the stream; JSON has no raw line break. */
function textOf(event: EventEnvelope): string {
  return `id: ${event.position}\ndata: ${JSON.stringify(event)}\n\n`;
}
