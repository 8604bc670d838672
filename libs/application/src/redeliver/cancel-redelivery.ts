import { Injectable } from '@nestjs/common';
import { Journal } from '#application/ports/journal';
import { RedeliveryStore } from '#application/ports/redelivery-store';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { EndpointChange } from '#application/shared/endpoint-change';

/** Ends a redelivery that is under way: what it has made pending by then is sent, nothing else is. */
@Injectable()
export class CancelRedelivery {
  constructor(
    private readonly change: EndpointChange,
    private readonly redeliveries: RedeliveryStore,
    private readonly journal: Journal,
  ) {}

  /** Does nothing where it has ended already. @throws SlipwayError NOT_FOUND for the endpoint, or where it never had such a redelivery. */
  async execute(context: CommandContext, { endpointId, id }: { readonly endpointId: string; readonly id: string }): Promise<void> {
    await this.change.run(context, endpointId, undefined, async (tx) => {
      const known = await this.redeliveries.cancel(tx, endpointId, id);
      if (known === null) throw notFound(`redelivery "${id}"`);
      if (known.cancelled === null) return;
      const data = { endpointId, count: known.cancelled.count };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'redelivery.cancel', outcome: 'done', objectType: 'redelivery', objectId: id, data }],
      });
    });
  }
}
