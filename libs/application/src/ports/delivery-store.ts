import type { Circuit } from '#domain/delivery/circuit-breaker';
import type { DeliveryState } from '#domain/delivery/delivery-machine';
import type { EndpointHealth } from '#domain/delivery/endpoint-health';
import type { EndpointOwner } from './outbox-store.js';
import type { Transaction } from './unit-of-work.js';
import type { EventEnvelope, SendResult } from './webhook-sender.js';

/** What a sender needs to know of an endpoint, read with the claim itself. */
export interface SendingEndpoint {
  readonly id: string;
  readonly workspace: string;
  readonly url: string;
  readonly ordered: boolean;
  /** Sealed. */
  readonly secret: string;
  /** Sealed; the one before, while it still signs too. */
  readonly previousSecret: string | null;
  readonly owner: EndpointOwner;
  readonly circuit: Circuit;
  /** The database's time of the claim. */
  readonly now: Date;
}

/** A delivery that this process may send now. */
export interface ClaimedDelivery {
  readonly id: string;
  /** The claim's number: a result is stored only while it is still the newest. */
  readonly fence: number;
  /** Attempts before this one, since it became pending. */
  readonly attempts: number;
  /** The model's name now: what the owner's right is asked for. */
  readonly modelNow: string | null;
  readonly event: EventEnvelope;
  /** The trace that the attempt continues (W3C `traceparent`), or null. */
  readonly trace?: string | null;
}

/** Null where the endpoint is not to be sent to now: not active, its circuit waits, or another process starts its deliveries. */
export type Claim = { readonly endpoint: SendingEndpoint; readonly deliveries: readonly ClaimedDelivery[] } | null;

export interface ClaimRequest {
  readonly endpointId: string;
  /** Names this process. */
  readonly owner: string;
  readonly limit: number;
  /** Milliseconds after which another process may claim what this one did not finish. */
  readonly leaseMs: number;
  /** Milliseconds for which nobody else starts deliveries of this endpoint, unless it is given up before. */
  readonly drainMs: number;
}

/** What one claimed delivery came to. */
export interface FinishedDelivery {
  readonly id: string;
  readonly fence: number;
  readonly state: Exclude<DeliveryState, 'pending'>;
  /** Milliseconds until the next attempt; null when there is none. */
  readonly retryInMs: number | null;
  /** Null where no attempt was made, because the owner may no longer read the model. */
  readonly attempt: (SendResult & { readonly startedAt: Date }) | null;
  /** Shown beside the state. */
  readonly error: string | null;
}

/** An endpoint's health, locked. */
export interface LockedHealth extends EndpointHealth {
  readonly circuit: Circuit;
  readonly url: string;
  readonly workspace: string;
  readonly now: Date;
}

/** What may be repeated: by state, and by the time of the event's dispatch. */
export interface RedeliverSelection {
  readonly endpointId: string;
  readonly states: readonly ('dead' | 'delivered')[];
  readonly since: Date;
  readonly until: Date | null;
}

/** Deliveries as senders and sweeps work on them. All times are the database's. */
export abstract class DeliveryStore {
  /** Claims what is due, oldest position first; of an `ordered` endpoint only the first unfinished delivery of each model. */
  abstract claim(request: ClaimRequest): Promise<Claim>;
  /** Lets other processes start deliveries of the endpoint. @returns whether something is due that nobody holds. */
  abstract release(endpointId: string, owner: string): Promise<boolean>;
  /**
   * Stores results, each only if its claim is still the newest one.
   * @returns the ids of those that were stored, and whether the endpoint has failures to forget.
   */
  abstract finish(
    endpointId: string,
    results: readonly FinishedDelivery[],
    tx?: Transaction,
  ): Promise<{ readonly stored: readonly string[]; readonly unhealthy: boolean }>;
  /** Notes that a probe of an open circuit was started. */
  /**
   * Stores deliveries that were accepted, of any endpoints, each only if its claim is still the newest one.
   * @returns the endpoints of those that were stored which have failures to forget.
   */
  abstract finishDelivered(results: readonly FinishedDelivery[]): Promise<readonly string[]>;
  /** Ends claims that nothing was sent for, so that anybody may claim again at once. */
  abstract giveBack(claims: readonly Pick<ClaimedDelivery, 'id' | 'fence'>[]): Promise<void>;
  abstract saveCircuit(endpointId: string, circuit: Circuit): Promise<void>;
  /** Locks the endpoint's row; null when it was deleted. */
  abstract lockHealth(tx: Transaction, endpointId: string): Promise<LockedHealth | null>;
  /** @param retryNow makes everything that is failing at this endpoint due at once. */
  abstract saveHealth(
    tx: Transaction,
    endpointId: string,
    health: EndpointHealth & { readonly circuit: Circuit; readonly reason: string | null },
    retryNow: boolean,
  ): Promise<void>;
  /** Active endpoints with something due that nobody holds. */
  abstract dueEndpoints(limit: number): Promise<readonly string[]>;
  /** Makes finished deliveries pending again, with their ids. @returns how many. */
  abstract redeliver(tx: Transaction, selection: RedeliverSelection): Promise<number>;
  /** Makes one delivery pending again. @returns false when it is neither dead nor delivered. */
  abstract redeliverOne(tx: Transaction, id: string): Promise<boolean>;
}
