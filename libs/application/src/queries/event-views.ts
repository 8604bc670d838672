import type { Actor } from '#domain/access/actor';
import type { EventEnvelope } from '#application/ports/webhook-sender';
import type { Page, PageRequest } from '#application/shared/page';

/** Which events somebody wants to see. */
export interface EventSelection {
  /** Names of event types; absent: all. */
  readonly types?: readonly string[];
  /** Name or id of a model. */
  readonly model?: string;
  /** A stage that the event is about (where something left, came to, or is held), in any case. */
  readonly stage?: string;
}

export interface EventQuery extends EventSelection, PageRequest {
  /** Events after this position; the oldest that is kept where neither this nor a cursor is given. */
  readonly after?: number;
}

/**
 * Read model of the events, oldest first, by position. Leaves out events of models that the actor may not read; those of no model are for
 * administrators.
 */
export abstract class EventViews {
  /** @throws SlipwayError CURSOR_EXPIRED when events after that place are no longer kept. */
  abstract list(workspace: string, actor: Actor, query: EventQuery): Promise<Page<EventEnvelope>>;
}
