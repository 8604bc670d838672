import { Injectable } from '@nestjs/common';
import { EndpointStore } from '#application/ports/endpoint-store';
import { Journal } from '#application/ports/journal';
import type { CommandContext } from '#application/shared/command-context';
import { EndpointChange } from '#application/shared/endpoint-change';
import { withoutQuery } from '#application/shared/endpoint-url';

/** Removes an endpoint: what it was not sent yet is not sent any more; what it was sent stays to be read. */
@Injectable()
export class DeleteEndpoint {
  constructor(
    private readonly change: EndpointChange,
    private readonly endpoints: EndpointStore,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError NOT_FOUND, REVISION_STALE. */
  async execute(context: CommandContext, command: { readonly id: string; readonly expectedRevision?: number }): Promise<void> {
    const { id, expectedRevision } = command;
    await this.change.run(context, id, expectedRevision, async (tx, endpoint) => {
      const data = { url: withoutQuery(endpoint.url), models: endpoint.models };
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'endpoint.delete', outcome: 'done', objectType: 'endpoint', objectId: id, data }],
      });
      await this.endpoints.delete(tx, id, at);
    });
  }
}
