import type { EndpointState } from '#domain/delivery/endpoint-health';
import type { Transaction } from './unit-of-work.js';

/** What its manager decides about an endpoint. */
export interface EndpointSettings {
  readonly url: string;
  readonly description: string;
  /** Event types or globs of them. */
  readonly eventTypes: readonly string[];
  /** A model pattern; null for the whole registry. */
  readonly models: string | null;
  /** Stage keys; empty for all. */
  readonly stages: readonly string[];
  readonly ordered: boolean;
}

export interface NewEndpoint extends EndpointSettings {
  readonly id: string;
  readonly apiVersion: string;
  /** Sealed. */
  readonly secret: string;
  readonly owner: { readonly type: string; readonly id: string; readonly name: string };
}

/** An endpoint as the use cases that change it need it; never a deleted one. */
export interface StoredEndpoint extends EndpointSettings {
  readonly id: string;
  readonly state: EndpointState;
  /** Until when the secret before the last rotation signs, or signed; null before the first rotation. */
  readonly previousUntil: Date | null;
  readonly revision: number;
}

/** Webhook endpoints and their settings; their health is the delivery store's. */
export abstract class EndpointStore {
  /** Keys of all stages, for filters that name them. */
  abstract stageKeys(tx: Transaction, workspace: string): Promise<readonly string[]>;
  abstract insert(tx: Transaction, workspace: string, endpoint: NewEndpoint, at: Date): Promise<void>;
  /** Locks the endpoint's row until the transaction ends; null when there is none. */
  abstract lock(tx: Transaction, workspace: string, id: string): Promise<StoredEndpoint | null>;
  /** @param restart forgets failures and closes the circuit. */
  abstract update(
    tx: Transaction,
    id: string,
    endpoint: EndpointSettings & { readonly state: EndpointState },
    restart: boolean,
    at: Date,
  ): Promise<void>;
  /** The new secret signs from now on, the old one too until the time that is answered; without an overlap it is forgotten at once. */
  abstract rotateSecret(tx: Transaction, id: string, sealed: string, overlapHours: number, at: Date): Promise<Date>;
  /** Ends its deliveries and forgets its secrets; the row stays for its history. */
  abstract delete(tx: Transaction, id: string, at: Date): Promise<void>;
}
