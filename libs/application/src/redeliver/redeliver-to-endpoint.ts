import { Injectable } from '@nestjs/common';
import { invalid } from '#domain/errors/slipway-error';
import { DeliveryStore, type Redelivery } from '#application/ports/delivery-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import type { CommandContext } from '#application/shared/command-context';
import { EndpointChange } from '#application/shared/endpoint-change';
import { requireReceiver } from './require-receiver.js';

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
    private readonly deliveries: DeliveryStore,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /** @returns how many so far, and whether workers send others again. @throws SlipwayError NOT_FOUND, INVALID_ARGUMENT; INVALID_STATE where the endpoint is gone. */
  async execute(context: CommandContext, command: RedeliverToEndpointCommand): Promise<Redelivery> {
    const { endpointId, since, until = null, status = 'dead' } = command;
    if (until !== null && until.getTime() <= since.getTime()) throw invalid('/until', 'range', 'until must be later than since');
    return this.change.run(context, endpointId, undefined, async (tx, { state }) => {
      requireReceiver(endpointId, state);
      const states = status === 'all' ? (['dead', 'delivered'] as const) : [status];
      const id = this.ids.next('rdl');
      const redelivery = await this.deliveries.redeliver(tx, { id, endpointId, states, since, until });
      const data = { since, until, status, ...redelivery };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'endpoint.redeliver', outcome: 'done', objectType: 'endpoint', objectId: endpointId, data }],
      });
      return redelivery;
    });
  }
}
