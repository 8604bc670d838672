import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { QUEUE_NAMES } from '#application/ports/job-queue';
import { AuditStore } from '#application/ports/audit-store';
import { OutboxStore } from '#application/ports/outbox-store';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import type { DrainReport } from '#application/deliver-due/endpoint-drain';
import { BullMqJobQueue } from '#queue/bullmq-job-queue';

const OUTCOMES: readonly (keyof DrainReport)[] = ['delivered', 'failed', 'slow_down', 'gone'];

/** What an operator watches: how far effects lag behind, what deliveries come to, how much work waits. */
@Injectable()
export class WorkerMetrics {
  private readonly attempts: Counter<'outcome'>;
  private readonly dead: Counter;
  private readonly events: Counter<'type'>;
  private readonly promotions: Counter<'outcome'>;

  constructor(registry: Registry, outbox: OutboxStore, audit: AuditStore, queue: BullMqJobQueue) {
    const registers = [registry];
    this.attempts = new Counter({
      name: 'slipway_delivery_attempts_total',
      help: 'Attempts to deliver a webhook, by what they came to',
      labelNames: ['outcome'],
      registers,
    });
    // A series that begins at its first attempt would hide that one from `rate`.
    for (const outcome of OUTCOMES) this.attempts.inc({ outcome }, 0);
    this.dead = new Counter({ name: 'slipway_deliveries_dead_total', help: 'Deliveries that were given up', registers });
    this.events = new Counter({ name: 'slipway_events_total', help: 'Events dispatched, by type', labelNames: ['type'], registers });
    this.promotions = new Counter({
      name: 'slipway_promotions_total',
      help: 'What became of promotions: requested, applied, rejected, ...; counted when the event is dispatched, once over all processes',
      labelNames: ['outcome'],
      registers,
    });
    const sealing: Gauge = new Gauge({
      name: 'slipway_audit_sealing_lag_seconds',
      help: 'Age of the oldest audit entry that is not in the chain yet',
      registers,
      collect: () => unlessAway(async () => sealing.set(await audit.sealingLag(DEFAULT_WORKSPACE))),
    });
    const lag: Gauge = new Gauge({
      name: 'slipway_outbox_lag_seconds',
      help: 'Age of the oldest event that was not dispatched yet',
      registers,
      collect: () => unlessAway(async () => lag.set(await outbox.lagSeconds())),
    });
    const depth: Gauge<'queue'> = new Gauge({
      name: 'slipway_queue_depth',
      help: 'Jobs that wait or run',
      labelNames: ['queue'],
      registers,
      collect: () =>
        unlessAway(async () => {
          const depths = await queue.depth();
          for (const name of QUEUE_NAMES) depth.set({ queue: name }, depths[name]);
        }),
    });
  }

  /** Adds the events that one pass of the relay dispatched. */
  countEvents(types: readonly string[]): void {
    for (const type of types) {
      this.events.inc({ type });
      const [subject, outcome] = type.split('.');
      if (subject === 'promotion' && outcome !== undefined) this.promotions.inc({ outcome });
    }
  }

  /** Adds deliveries that were given up. */
  countDead(count: number): void {
    this.dead.inc(count);
  }

  /** Adds the attempts of one drain. */
  countAttempts(report: DrainReport): void {
    for (const [outcome, count] of Object.entries(report)) if (count > 0) this.attempts.inc({ outcome }, count);
  }
}

/** With a server away the last value stays; that it is away is told by readiness, and the other metrics must still be read. */
async function unlessAway(collect: () => Promise<void>): Promise<void> {
  await collect().catch(() => undefined);
}
