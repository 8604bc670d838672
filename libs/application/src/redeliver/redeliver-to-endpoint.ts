import { Injectable } from '@nestjs/common';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { RedeliveryStore, type Redelivery } from '#application/ports/redelivery-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { EndpointChange } from '#application/shared/endpoint-change';
import { replayOf } from '#application/shared/idempotency';
import { requireReceiver } from './require-receiver.js';

/** Redeliveries of one endpoint that may be under way: each is a walk of its own over the endpoint's deliveries. */
export const MOST_UNDER_WAY = 3;

export interface RedeliverToEndpointCommand {
  readonly endpointId: string;
  /** Deliveries made at this time or later ... */
  readonly since: Date;
  /** ... and before this one. */
  readonly until?: Date;
  /** Default: the dead ones. */
  readonly status?: 'dead' | 'delivered' | 'all';
}

export interface RedeliverToEndpointResult extends Redelivery {
  readonly id: string;
  /** Whether an earlier command under the same idempotency key began it: this one sends nothing again. */
  readonly replayed: boolean;
}

/** Sends deliveries of a span of time again, each under its id and its event's: after an outage, or for a receiver that lost them. */
@Injectable()
export class RedeliverToEndpoint {
  constructor(
    private readonly change: EndpointChange,
    private readonly redeliveries: RedeliveryStore,
    private readonly idempotency: IdempotencyStore,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /**
   * @returns how many so far, and whether workers send others again; a repeat under the same idempotency key is told it of the first one's, as it is by then.
   * @throws SlipwayError NOT_FOUND (for a repeat also where the redelivery was removed since), INVALID_ARGUMENT; INVALID_STATE where the endpoint is gone, or
   * too many redeliveries of it are under way; IDEMPOTENCY_KEY_REUSED.
   */
  async execute(context: CommandContext, command: RedeliverToEndpointCommand): Promise<RedeliverToEndpointResult> {
    const { endpointId, since, until = null, status = 'dead' } = command;
    if (until !== null && until.getTime() <= since.getTime()) throw invalid('/until', 'range', 'until must be later than since');
    return this.change.run(context, endpointId, undefined, async (tx, { state }) => {
      const id = this.ids.next('rdl');
      // Before what may refuse: a repeat would else be refused for the place that the first one has taken, or for what became of the endpoint since.
      const known = await this.idempotency.claim(tx, context, { status: 202, resourceType: 'redelivery', resourceId: id });
      if (known !== null) return this.replayed(tx, endpointId, replayOf(context.idempotency, known).resourceId);
      requireReceiver(endpointId, state);
      if ((await this.redeliveries.underWay(tx, endpointId)) >= MOST_UNDER_WAY) throw tooMany(endpointId);
      const states = status === 'all' ? (['dead', 'delivered'] as const) : [status];
      const redelivery = await this.redeliveries.begin(tx, { id, endpointId, states, since, until });
      const data = { redeliveryId: id, since, until, status, ...redelivery };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'endpoint.redeliver', outcome: 'done', objectType: 'endpoint', objectId: endpointId, data }],
      });
      return { id, ...redelivery, replayed: false };
    });
  }

  private async replayed(tx: Transaction, endpointId: string, id: string): Promise<RedeliverToEndpointResult> {
    const progress = await this.redeliveries.progressOf(tx, endpointId, id);
    if (progress === null) throw notFound(`redelivery "${id}"`);
    return { id, ...progress, replayed: true };
  }
}

function tooMany(endpointId: string): SlipwayError {
  return new SlipwayError(
    'INVALID_STATE',
    `${MOST_UNDER_WAY} redeliveries to the webhook endpoint ${endpointId} are under way, and there may be no more at once: wait until one has ended ` +
      `(GET /api/v1/webhooks/${endpointId}/redeliveries shows them), or cancel one (DELETE .../redeliveries/{id}).`,
  );
}
