import { Injectable } from '@nestjs/common';
import { DeliveryStore } from '#application/ports/delivery-store';
import { JobQueue, QueueUnavailableError } from '#application/ports/job-queue';
import { RunningDrains } from '#application/deliver-due/running-drains';

/** Endpoints of one sweep; the next one comes half a second later. */
const BATCH = 1_000;

/**
 * Starts whatever the tables say is due: retries, claims of processes that died, jobs that were lost (docs/architecture.md, step 9). It is
 * what makes the queue free to lose anything at any time.
 */
@Injectable()
export class SweepDeliveries {
  /** Where the next sweep goes on: those that are due in a crowd come in turns. */
  private place: string | null = null;

  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly queue: JobQueue,
    private readonly drains: RunningDrains,
  ) {}

  /**
   * Starts drains in this process as far as it may, and adds jobs for the others; with the queue away they are started here in turn.
   * @returns how many endpoints had something due. @throws QueueUnavailableError when the queue is away and not all could be noted.
   */
  async execute(): Promise<number> {
    const { place } = this;
    const due = await this.deliveries.dueEndpoints(BATCH, place);
    this.place = due.length === BATCH ? (due.at(-1) ?? null) : null;
    const idle = due.filter((endpointId) => !this.drains.startHere(endpointId));
    try {
      await this.queue.addMany(
        'drain',
        idle.map((endpointId) => ({ endpointId })),
      );
    } catch (error) {
      if (!(error instanceof QueueUnavailableError)) throw error;
      const left = idle.find((endpointId) => !this.drains.startHere(endpointId, true));
      if (left === undefined) return due.length;
      // The next sweep begins with it, and not with those that came in before.
      this.place = due[due.indexOf(left) - 1] ?? place;
      throw error;
    }
    return due.length;
  }
}
