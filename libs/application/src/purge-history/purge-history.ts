import { Injectable } from '@nestjs/common';
import { Clock } from '#application/ports/clock';
import { DeliveryStore } from '#application/ports/delivery-store';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { OutboxStore } from '#application/ports/outbox-store';

/** Deliveries and events are kept for 30 days (docs/reference/rest.md, Limits); the audit log keeps what happened for ever. */
export const KEPT_DAYS = 30;
/** Idempotency keys are kept for a day, longer than any client goes on repeating. */
const KEPT_KEYS_MS = 86_400_000;
/** Rows of one statement. */
const BATCH = 1_000;

/** Removes deliveries, events and idempotency keys that are older than is promised; an endpoint that was disabled for longer has lost them. */
@Injectable()
export class PurgeHistory {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly outbox: OutboxStore,
    private readonly keys: IdempotencyStore,
    private readonly clock: Clock,
  ) {}

  /** @returns how many rows it removed. */
  async execute(workspace: string): Promise<number> {
    const now = this.clock.now().getTime();
    const before = new Date(now - KEPT_DAYS * 86_400_000);
    const keys = await untilEmpty(() => this.keys.purge(workspace, new Date(now - KEPT_KEYS_MS), BATCH));
    const deliveries = await untilEmpty(() => this.deliveries.purge(workspace, before, BATCH));
    // Only then: a delivery is sent from its event.
    return keys + deliveries + (await untilEmpty(() => this.outbox.purge(workspace, before, BATCH)));
  }
}

async function untilEmpty(purge: () => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await purge();
    total += removed;
    if (removed < BATCH) return total;
  }
}
