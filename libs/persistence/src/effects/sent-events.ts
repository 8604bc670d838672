import type { EventEnvelope } from '#application/ports/webhook-sender';
import type { Database } from '../core/database.js';
import { Prisma } from '../generated/client.js';

/** Characters of events kept at most, as they stand in the table: some thousand events of the usual size. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
/** What an event takes besides its data. */
const BESIDES_DATA = 512;

/** An event as it is sent, and the trace under which it came to be. */
export interface SentEvent {
  readonly event: EventEnvelope;
  readonly trace: string | null;
}

interface Row extends Omit<EventEnvelope, 'position' | 'timestamp'> {
  readonly position: string;
  readonly createdAt: Date;
  readonly trace: string | null;
  readonly size: number;
}

/**
 * The dispatched events that were sent last, since one goes to many endpoints at about the same time. Events do not change; one that is purged has
 * no deliveries left. Endpoints that ask for the same event while it is read share the reading.
 */
export class SentEvents {
  private readonly kept = new Map<string, SentEvent & { readonly size: number }>();
  private readonly reading = new Map<string, Promise<ReadonlyMap<string, SentEvent>>>();
  private characters = 0;

  constructor(private readonly database: Database) {}

  /** @returns those of the events that stand in the table. @throws what the driver throws. */
  async get(ids: readonly string[]): Promise<ReadonlyMap<string, SentEvent>> {
    const found = new Map<string, SentEvent>();
    const missing: string[] = [];
    const awaited = new Set<Promise<ReadonlyMap<string, SentEvent>>>();
    for (const id of ids) {
      const known = this.kept.get(id);
      const read = this.reading.get(id);
      if (known !== undefined) found.set(id, known);
      else if (read !== undefined) awaited.add(read);
      else missing.push(id);
    }
    if (missing.length > 0) awaited.add(this.read(missing));
    for (const events of await Promise.all(awaited)) for (const [id, event] of events) found.set(id, event);
    return found;
  }

  private read(ids: readonly string[]): Promise<ReadonlyMap<string, SentEvent>> {
    const read = this.fetch(ids).finally(() => ids.forEach((id) => this.reading.delete(id)));
    ids.forEach((id) => this.reading.set(id, read));
    return read;
  }

  private async fetch(ids: readonly string[]): Promise<ReadonlyMap<string, SentEvent>> {
    const rows = await this.database.hot<Row>(
      'sent-events',
      Prisma.sql`
        SELECT e.id, e.type, e.created_at AS "createdAt", e.api_version AS "apiVersion", e.workspace, e.model, e.model_id AS "modelId", e.sequence,
          e.position, e.actor, e.door, e.data, e.traceparent AS trace, pg_column_size(e.data) AS size
        FROM event e WHERE e.id = ANY(${ids}::text[])`,
    );
    const read = new Map<string, SentEvent>();
    for (const { createdAt, trace, size, position, ...event } of rows) {
      const sent = { event: { ...event, timestamp: createdAt, position: Number(position) }, trace, size: size + BESIDES_DATA };
      read.set(event.id, sent);
      this.keep(event.id, sent);
    }
    return read;
  }

  private keep(id: string, sent: SentEvent & { readonly size: number }): void {
    this.characters += sent.size - (this.kept.get(id)?.size ?? 0);
    this.kept.set(id, sent);
    for (const [oldest, { size }] of this.kept) {
      if (this.characters <= MOST_CHARACTERS) return;
      this.kept.delete(oldest);
      this.characters -= size;
    }
  }
}
