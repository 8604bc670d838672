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

/** An event as `SENT_EVENT` writes it. */
export interface SentEventRow extends Omit<EventEnvelope, 'timestamp'> {
  readonly timestamp: string;
  readonly trace: string | null;
  readonly size: number;
}

/** The event `e` as JSON. Its numbers are exact: a position is less than 2^53. */
export const SENT_EVENT = Prisma.sql`json_build_object('id', e.id, 'type', e.type, 'timestamp', e.created_at, 'apiVersion', e.api_version,
  'workspace', e.workspace, 'model', e.model, 'modelId', e.model_id, 'sequence', e.sequence, 'position', e.position, 'actor', e.actor, 'door', e.door,
  'data', e.data, 'trace', e.traceparent, 'size', pg_column_size(e.data))`;

/**
 * The dispatched events that were sent last, since one goes to many endpoints at about the same time. Events do not change; one that is purged has
 * no deliveries left. Endpoints that ask for the same event while it is read share the reading.
 */
export class SentEvents {
  private readonly kept = new Map<string, SentEvent & { readonly size: number }>();
  private readonly reading = new Map<string, Promise<ReadonlyMap<string, SentEvent>>>();
  private characters = 0;

  constructor(private readonly database: Database) {}

  /**
   * @param given those that were read already.
   * @returns those of the events that stand in the table. @throws what the driver throws.
   */
  async get(ids: readonly string[], given: readonly SentEventRow[]): Promise<ReadonlyMap<string, SentEvent>> {
    for (const row of given) if (!this.kept.has(row.id)) this.keep(row);
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
    const rows = await this.database.hot<{ event: SentEventRow }>(
      'sent-events',
      Prisma.sql`SELECT ${SENT_EVENT} AS event FROM event e WHERE e.id = ANY(${ids}::text[])`,
    );
    return new Map(rows.map(({ event }) => [event.id, this.keep(event)]));
  }

  private keep({ timestamp, trace, size: bytes, ...event }: SentEventRow): SentEvent {
    const sent = { event: { ...event, timestamp: new Date(timestamp) }, trace, size: bytes + BESIDES_DATA };
    this.characters += sent.size - (this.kept.get(event.id)?.size ?? 0);
    this.kept.set(event.id, sent);
    for (const [oldest, { size }] of this.kept) {
      // The one that was just asked for is wanted now, however large it is.
      if (this.characters <= MOST_CHARACTERS || oldest === event.id) break;
      this.kept.delete(oldest);
      this.characters -= size;
    }
    return sent;
  }
}
