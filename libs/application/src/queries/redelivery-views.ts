import type { Actor } from '#domain/access/actor';
import type { RedeliveryEnd } from '#application/ports/redelivery-store';
import type { Page, PageRequest } from '#application/shared/page';

/** A redelivery of a span of time as it is shown to those who manage its endpoint. */
export interface RedeliveryView {
  readonly id: string;
  readonly state: 'running' | RedeliveryEnd;
  /** The deliveries that it sends again. */
  readonly status: 'dead' | 'delivered' | 'all';
  readonly since: Date;
  readonly until: Date;
  /** How many it has made pending so far. */
  readonly redelivered: number;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
}

/** Read model of redeliveries. */
export abstract class RedeliveryViews {
  /** Those of an endpoint, latest first; null where there is none that the actor manages. */
  abstract list(workspace: string, actor: Actor, endpointId: string, page: PageRequest): Promise<Page<RedeliveryView> | null>;
}
