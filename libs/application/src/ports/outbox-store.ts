import type { RoleBinding } from '#domain/access/actor';
import type { EventFilter } from '#domain/delivery/event-filter';

/** An event that waits to be dispatched, with the parts that filters look at. */
export interface UndispatchedEvent {
  readonly id: string;
  readonly type: string;
  /** The model's name when it happened. */
  readonly model: string | null;
  /** The model's name now: what rights are asked for. */
  readonly modelNow: string | null;
  /** All stages that it is about. */
  readonly stages: readonly string[];
  /** The only endpoint that gets it, or null. */
  readonly endpointId: string | null;
  /** Of `promotion.applied`: the promotion, whose deployments are to be dispatched. */
  readonly promotionId: string | null;
  /** The trace that it belongs to (W3C `traceparent`), or null. */
  readonly trace?: string | null;
}

/** Whose rights an endpoint is sent by. */
export interface EndpointOwner {
  readonly type: 'user' | 'service_account';
  readonly id: string;
  readonly name: string;
  /** What the owner may now, its groups' roles included; none while the owner is disabled or gone. */
  readonly bindings: readonly RoleBinding[];
}

/** An endpoint that gets deliveries: not deleted, and not gone. */
export interface Subscriber extends EventFilter {
  readonly id: string;
  /** One object for all endpoints of the same owner. */
  readonly owner: EndpointOwner;
  /** False while it is paused, disabled or left alone after failures: its deliveries wait. */
  readonly active: boolean;
}

/** One event for one endpoint. */
export interface NewDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly endpointId: string;
}

/** What a relay works on. */
export interface WaitingEvents {
  readonly events: readonly UndispatchedEvent[];
  /** None where no event waits. */
  readonly subscribers: readonly Subscriber[];
}

/** The log of events seen as an outbox: what the relay reads and marks. */
export abstract class OutboxStore {
  /** True where an event waits; asked by those who poll. */
  abstract hasUndispatched(workspace: string): Promise<boolean>;
  /**
   * The oldest events that wait, in the order of their writing (for one model that is the order of `sequence`), and who may get them, both as of
   * one instant. Nobody is kept from reading the same.
   */
  abstract waiting(workspace: string, limit: number): Promise<WaitingEvents>;
  /**
   * Gives the events their gapless positions in this order and writes the deliveries, each event and endpoint once, in one transaction; one such
   * at a time over all processes.
   * @returns ids of deployments that were queued with these promotions; null, and nothing is done, where another relay dispatched one of them.
   */
  abstract dispatch(
    workspace: string,
    events: readonly UndispatchedEvent[],
    deliveries: readonly NewDelivery[],
  ): Promise<readonly string[] | null>;
  /** Age of the oldest event that waits, in seconds; 0 when none does. */
  abstract lagSeconds(): Promise<number>;
}
