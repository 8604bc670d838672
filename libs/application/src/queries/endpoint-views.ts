import type { Actor } from '#domain/access/actor';
import type { EndpointState } from '#domain/delivery/endpoint-health';
import type { Page, PageRequest } from '#application/shared/page';
import type { ActorView } from './promotion-views.js';

/** A webhook endpoint as it is shown to those who manage it. Never holds a secret. */
export interface EndpointView {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly eventTypes: readonly string[];
  readonly models: string | null;
  readonly stages: readonly string[];
  readonly format: string;
  readonly apiVersion: string;
  readonly ordered: boolean;
  readonly state: EndpointState;
  /** Why it is disabled or gone. */
  readonly stateReason: string | null;
  readonly owner: ActorView;
  readonly failuresInRow: number;
  readonly failingSince: Date | null;
  /** While failures hold sends back: when the next probe may start. */
  readonly circuitOpenUntil: Date | null;
  /** While a rotation lasts: until when the old secret signs too. */
  readonly previousSecretUntil: Date | null;
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Read model of endpoints; every method leaves out what the actor does not manage. */
export abstract class EndpointViews {
  abstract find(workspace: string, actor: Actor, id: string): Promise<EndpointView | null>;
  /** Latest first. */
  abstract list(workspace: string, actor: Actor, page: PageRequest): Promise<Page<EndpointView>>;
}
