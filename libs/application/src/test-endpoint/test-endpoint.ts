import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Journal } from '#application/ports/journal';
import type { CommandContext } from '#application/shared/command-context';
import { EndpointChange } from '#application/shared/endpoint-change';
import { newEvent } from '#application/shared/new-event';

/** Sends a test event to one endpoint, by the way that every event takes. */
@Injectable()
export class TestEndpoint {
  constructor(
    private readonly change: EndpointChange,
    private readonly journal: Journal,
    private readonly signal: EffectsSignal,
  ) {}

  /** @throws SlipwayError NOT_FOUND; INVALID_STATE when the endpoint is not active, because the event would only wait. */
  async execute(context: CommandContext, id: string): Promise<void> {
    await this.change.run(context, id, undefined, async (tx, endpoint) => {
      if (endpoint.state !== 'active') {
        throw new SlipwayError('INVALID_STATE', `The endpoint is ${endpoint.state}: set its state to active first.`, {
          extra: { state: endpoint.state },
        });
      }
      const event = newEvent('webhook.test', { endpointId: id, message: 'A test event from Slipway', test: true });
      await this.journal.record(tx, context, {
        modelId: null,
        events: [{ ...event, endpointId: id, data: { ...event.data, requestId: context.requestId } }],
        audit: [{ action: 'endpoint.test', outcome: 'done', objectType: 'endpoint', objectId: id }],
      });
    });
    this.signal.wake();
  }
}
