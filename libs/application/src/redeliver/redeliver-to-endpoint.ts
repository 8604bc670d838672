import { Injectable } from '@nestjs/common';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { RedeliveryStore, type Redelivery } from '#application/ports/redelivery-store';
import type { CommandContext } from '#application/shared/command-context';
import { EndpointChange } from '#application/shared/endpoint-change';
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

/** Sends deliveries of a span of time again, each under its id and its event's: after an outage, or for a receiver that lost them. */
@Injectable()
export class RedeliverToEndpoint {
  constructor(
    private readonly change: EndpointChange,
    private readonly redeliveries: RedeliveryStore,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /**
   * @returns how many so far, and whether workers send others again.
   * @throws SlipwayError NOT_FOUND, INVALID_ARGUMENT; INVALID_STATE where the endpoint is gone, or too many redeliveries of it are under way.
   */
  async execute(context: CommandContext, command: RedeliverToEndpointCommand): Promise<Redelivery & { readonly id: string }> {
    const { endpointId, since, until = null, status = 'dead' } = command;
    if (until !== null && until.getTime() <= since.getTime()) throw invalid('/until', 'range', 'until must be later than since');
    return this.change.run(context, endpointId, undefined, async (tx, { state }) => {
      requireReceiver(endpointId, state);
      if ((await this.redeliveries.underWay(tx, endpointId)) >= MOST_UNDER_WAY) throw tooMany(endpointId);
      const states = status === 'all' ? (['dead', 'delivered'] as const) : [status];
      const id = this.ids.next('rdl');
      const redelivery = await this.redeliveries.begin(tx, { id, endpointId, states, since, until });
      const data = { redeliveryId: id, since, until, status, ...redelivery };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'endpoint.redeliver', outcome: 'done', objectType: 'endpoint', objectId: endpointId, data }],
      });
      return { id, ...redelivery };
    });
  }
}

function tooMany(endpointId: string): SlipwayError {
  return new SlipwayError(
    'INVALID_STATE',
    `${MOST_UNDER_WAY} redeliveries to the webhook endpoint ${endpointId} are under way, and there may be no more at once: wait until one has ended ` +
      `(GET /api/v1/webhooks/${endpointId}/redeliveries shows them), or cancel one (DELETE .../redeliveries/{id}).`,
  );
}
