import { Injectable } from '@nestjs/common';
import { DeliveryStore } from '#application/ports/delivery-store';
import { JobQueue } from '#application/ports/job-queue';
import { RunningDrains } from '#application/deliver-due/running-drains';

/** Endpoints of one sweep; the next one comes a second later. */
const BATCH = 1_000;

/**
 * Starts whatever the tables say is due: retries, claims of processes that died, jobs that were lost (docs/architecture.md, step 9). It is
 * what makes the queue free to lose anything at any time.
 */
@Injectable()
export class SweepDeliveries {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly queue: JobQueue,
    private readonly drains: RunningDrains,
  ) {}

  /** @returns how many endpoints had something due. @throws QueueUnavailableError when the queue is away. */
  async execute(): Promise<number> {
    const due = await this.deliveries.dueEndpoints(BATCH);
    const idle = due.filter((endpointId) => !this.drains.poke(endpointId));
    await this.queue.addMany(
      'drain',
      idle.map((endpointId) => ({ endpointId })),
    );
    return due.length;
  }
}
