import { Injectable } from '@nestjs/common';
import { Clock } from '#application/ports/clock';
import { DeliveryStore } from '#application/ports/delivery-store';
import { JobQueue, QueueUnavailableError } from '#application/ports/job-queue';
import { Ids } from '#application/ports/ids';
import { SecretVault } from '#application/ports/secret-vault';
import { WebhookSender } from '#application/ports/webhook-sender';
import { DatabaseGate } from './database-gate.js';
import { EndpointDrain, type DrainReport } from './endpoint-drain.js';
import { ResultWriter } from './result-writer.js';
import { RunningDrains } from './running-drains.js';
import { SendSlots } from './send-slots.js';

/** After this an endpoint that always has something due lets others have its job's place. Milliseconds. */
const SLICE_MS = 5_000;

/** Sends whatever is due to one endpoint (docs/architecture.md, step 7). Safe to run anywhere, any number of times at once. */
@Injectable()
export class DeliverDue {
  /** Names this process in claims; random, so that no other process has it, nor this one after a restart. */
  private readonly process: string;
  /** Drains so far. Each holds its endpoint by a name of its own: what an earlier one sent late must not let go what a later one holds. */
  private count = 0;

  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly sender: WebhookSender,
    private readonly vault: SecretVault,
    private readonly slots: SendSlots,
    private readonly results: ResultWriter,
    private readonly gate: DatabaseGate,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
    private readonly drains: RunningDrains,
    ids: Ids,
  ) {
    this.process = ids.next('dlv');
  }

  /**
   * Ends when nothing is due, after five seconds, or when `signal` aborts; sends that were started are waited for.
   * @returns what its attempts came to; null where a drain of this endpoint runs here already and was told to look again.
   */
  async execute(endpointId: string, signal?: AbortSignal): Promise<DrainReport | null> {
    const { deliveries, sender, vault, slots, results, gate, clock } = this;
    const owner = `${this.process}.${(this.count += 1)}`;
    const drain = new EndpointDrain(endpointId, { deliveries, sender, vault, slots, results, gate, clock, owner });
    if (!this.drains.start(endpointId, drain)) return null;
    const stop = () => drain.stop();
    const slice = setTimeout(stop, SLICE_MS);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) drain.stop();
    try {
      const stopped = await drain.run(() => {
        this.drains.end(endpointId);
        // The database is back: whoever saw that something is due has read it there.
        if (drain.followed) this.drains.startHere(endpointId);
      });
      if (stopped && !this.drains.closed) await this.again(endpointId);
      return drain.report;
    } finally {
      clearTimeout(slice);
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Others have its place until then: those that wait are served before it, by whoever takes its job or, without a queue, here. */
  private async again(endpointId: string): Promise<void> {
    try {
      await this.queue.add('drain', { endpointId });
    } catch (error) {
      if (!(error instanceof QueueUnavailableError)) throw error;
      this.drains.startHere(endpointId, true);
    }
  }
}
