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
  /** The delivery's number: who takes it from a process that held it by a lease of its own, or sends it again, counts it up. */
  readonly fence: number;
  /**
   * The number of the endpoint's holding under which it was claimed; a result is stored only while no other process has held the endpoint since.
   * Null once the delivery has a lease of its own: then its fence alone decides. Set to null by whoever let it have one (`release`).
   */
  epoch: number | null;
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
  /** Positions of what this process holds of the endpoint already, by no lease but the endpoint's. */
  readonly held: readonly number[];
  /** Looks only behind this position; null looks at everything. */
  readonly after: number | null;
  /** Milliseconds for which a delivery is leased that a lease had run out on. */
  readonly leaseMs: number;
  /** Milliseconds for which nobody else starts deliveries of this endpoint, unless it is given up before. */
  readonly drainMs: number;
}

/** How an endpoint is let go. */
export interface ReleaseRequest {
  readonly endpointId: string;
  readonly owner: string;
  /** What was claimed and has no result stored yet. */
  readonly unfinished: readonly Pick<ClaimedDelivery, 'id' | 'fence' | 'epoch'>[];
  /** Milliseconds after which another process may claim what this one does not finish. */
  readonly leaseMs: number;
}

/** What letting an endpoint go came to. */
export interface Release {
  /** The ids of the unfinished ones that have a lease of their own now. */
  readonly leased: readonly string[];
  /** Whether something is due that nobody holds. */
  readonly due: boolean;
}

/** What one claimed delivery came to. */
export interface FinishedDelivery {
  readonly id: string;
  readonly fence: number;
  readonly epoch: number | null;
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

/** Deliveries as senders and sweeps work on them. All times are the database's. */
export abstract class DeliveryStore {
  /**
   * Takes the endpoint, or goes on holding it, and claims what is due, oldest position first; of an `ordered` endpoint only the first unfinished
   * delivery of each model. Nothing is written to a delivery: what is claimed is held by holding the endpoint, and by `release` after that.
   */
  abstract claim(request: ClaimRequest): Promise<Claim>;
  /** Lets other processes hold the endpoint, after a lease was given to each of `unfinished`, at once or not at all. */
  abstract release(request: ReleaseRequest): Promise<Release>;
  /**
   * Stores results, each only if its claim still stands.
   * @returns the ids of those that were stored, and whether the endpoint has failures to forget.
   */
  abstract finish(
    endpointId: string,
    results: readonly FinishedDelivery[],
    tx?: Transaction,
  ): Promise<{ readonly stored: readonly string[]; readonly unhealthy: boolean }>;
  /**
   * Stores deliveries that were accepted, of any endpoints, each only if its claim still stands.
   * @returns the endpoints of those that were stored which have failures to forget.
   */
  abstract finishDelivered(results: readonly FinishedDelivery[]): Promise<readonly string[]>;
  /** Ends leases of deliveries that nothing was sent for, so that anybody may claim them again at once. */
  abstract giveBack(claims: readonly Pick<ClaimedDelivery, 'id' | 'fence'>[]): Promise<void>;
  /** Notes that a probe of an open circuit was started, by the process that holds the endpoint. @returns false where another one has held it since. */
  abstract saveCircuit(endpointId: string, owner: string, circuit: Circuit): Promise<boolean>;
  /** Locks the endpoint's row; null when it was deleted. */
  abstract lockHealth(tx: Transaction, endpointId: string): Promise<LockedHealth | null>;
  /** @param retryNow makes what is failing at this endpoint due: the first of it here, all else by `MassChangeStore`. */
  abstract saveHealth(
    tx: Transaction,
    endpointId: string,
    health: EndpointHealth & { readonly circuit: Circuit; readonly reason: string | null },
    retryNow: boolean,
  ): Promise<void>;
  /** Active endpoints with something due that nobody holds, in the order of their ids, behind one or from the first. */
  abstract dueEndpoints(limit: number, after: string | null): Promise<readonly string[]>;
  /** Makes one delivery pending again. @returns false when it is neither dead nor delivered. */
  abstract redeliverOne(tx: Transaction, id: string): Promise<boolean>;
}
