import { Injectable } from '@nestjs/common';
import { Journal } from '#application/ports/journal';
import type { MassChangeBatch } from '#application/ports/mass-change-store';
import { RedeliveryStore } from '#application/ports/redelivery-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { systemContext } from '#application/shared/system-context';

/** Goes on with the redeliveries that are under way; the audit log tells how many it came to when one has ended. */
@Injectable()
export class RedeliverNext {
  constructor(
    private readonly redeliveries: RedeliveryStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
  ) {}

  /** One batch of one of them. @returns null where none is under way that nobody else is at. @throws SlipwayError UNAVAILABLE */
  execute(limit: number): Promise<MassChangeBatch | null> {
    return this.unitOfWork.run(async (tx) => {
      const batch = await this.redeliveries.next(tx, limit);
      if (batch?.ended == null) return batch;
      const { id, workspace, endpointId, state, count } = batch.ended;
      const data = { endpointId, state, count };
      await this.journal.record(tx, systemContext(workspace), {
        modelId: null,
        events: [],
        audit: [{ action: 'redelivery.end', outcome: 'done', objectType: 'redelivery', objectId: id, data }],
      });
      return batch;
    });
  }
}
