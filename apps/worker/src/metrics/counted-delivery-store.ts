import type { FinishedDelivery } from '#application/ports/delivery-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { Database } from '#persistence/core/database';
import { PrismaDeliveryStore } from '#persistence/effects/prisma-delivery-store';

/** Deliveries, and how many are given up: whose retries have run out, whose receiver wants no more, whose owner may not read the model. */
export class CountedDeliveryStore extends PrismaDeliveryStore {
  constructor(
    database: Database,
    private readonly countDead: (count: number) => void,
  ) {
    super(database);
  }

  override async finish(
    endpointId: string,
    results: readonly FinishedDelivery[],
    tx?: Transaction,
  ): ReturnType<PrismaDeliveryStore['finish']> {
    const finished = await super.finish(endpointId, results, tx);
    const dead = results.filter(({ id, state }) => state === 'dead' && finished.stored.includes(id)).length;
    if (dead > 0) this.countDead(dead);
    return finished;
  }
}
