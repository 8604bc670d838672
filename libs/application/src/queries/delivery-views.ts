import type { Actor } from '#domain/access/actor';
import type { DeliveryState } from '#domain/delivery/delivery-machine';
import type { Page, PageRequest } from '#application/shared/page';

/** One event for one endpoint, as it is shown. */
export interface DeliveryView {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: string;
  /** The model's name now. */
  readonly model: string | null;
  readonly modelId: string | null;
  readonly position: number;
  readonly state: DeliveryState;
  /** Since it last became pending. */
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** One try. Headers are without secrets; the answer's body is kept from public addresses only. */
export interface AttemptView {
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: string;
  readonly status: number | null;
  readonly errorClass: string | null;
  readonly error: string | null;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string | null;
  readonly resolvedIp: string | null;
}

export interface DeliveryDetail extends DeliveryView {
  /** Latest first, at most 100. */
  readonly attemptLog: readonly AttemptView[];
}

export interface DeliveryQuery extends PageRequest {
  readonly endpoint?: string;
  readonly eventType?: string;
  readonly state?: DeliveryState;
  /** Name or id. */
  readonly model?: string;
  readonly since?: Date;
  readonly until?: Date;
}

/**
 * Read model of deliveries: those of models on which the actor has `delivery.read`, and of events without a model those of endpoints that
 * the actor manages.
 */
export abstract class DeliveryViews {
  abstract find(workspace: string, actor: Actor, id: string): Promise<DeliveryDetail | null>;
  /** Latest first. */
  abstract list(workspace: string, actor: Actor, query: DeliveryQuery): Promise<Page<DeliveryView>>;
}
