import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { OperationsViews, type OperationsReading } from '#application/queries/operations-views';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { SignCheckpoint } from '#application/sign-checkpoint/sign-checkpoint';
import { sharedReading } from '#platform/metrics/shared-reading';
import { BullMqJobQueue } from '#queue/bullmq-job-queue';

/** What the tables tell of background work, read when a scraper asks: every worker shows the same. With the database away the last values stay. */
@Injectable()
export class OperationsMetrics {
  constructor(registry: Registry, views: OperationsViews, checkpoints: SignCheckpoint, queue: BullMqJobQueue) {
    const registers = [registry];
    const read = sharedReading(() => views.read(DEFAULT_WORKSPACE));
    const gauge = (name: string, help: string, value: (now: OperationsReading) => number): void => {
      const made: Gauge = new Gauge({ name, help, registers, collect: () => unlessAway(async () => made.set(value(await read()))) });
    };
    const byState = (name: string, help: string, values: (now: OperationsReading) => Readonly<Record<string, number>>): void => {
      const made: Gauge<'state'> = new Gauge({
        name,
        help,
        labelNames: ['state'],
        registers,
        collect: () => unlessAway(async () => Object.entries(values(await read())).forEach(([state, count]) => made.set({ state }, count))),
      });
    };
    gauge('slipway_delivery_due_age_seconds', 'Age of the oldest delivery that should have been sent by now', (now) => now.deliveryDueAge);
    gauge('slipway_endpoint_circuits_open', 'Active endpoints that are left alone for now, because they failed', (now) => now.circuitsOpen);
    gauge('slipway_deployment_reconciling_age_seconds', 'Age of the oldest dispatch of which no run is known', (now) => now.reconcilingAge);
    gauge(
      'slipway_audit_checkpoint_age_seconds',
      'Age of the newest checkpoint while the chain is past it, else 0',
      (now) => now.checkpointAge,
    );
    gauge('slipway_purge_lag_seconds', 'By how much the oldest delivery or event is older than it may be', (now) => now.purgeLag);
    gauge('slipway_artifacts_damaged', 'Stored blobs that are known not to match their digests', (now) => now.damagedBlobs);
    byState('slipway_endpoints', 'Webhook endpoints', (now) => now.endpoints);
    byState('slipway_deployments_unfinished', 'Deployments that have not ended', (now) => now.deployments);
    const broken: Gauge = new Gauge({
      name: 'slipway_audit_chain_broken',
      help: '1 while the audit chain contradicts the newest checkpoint, else 0',
      registers,
      collect: () => unlessAway(async () => broken.set((await checkpoints.isSound(DEFAULT_WORKSPACE)) ? 0 : 1)),
    });
    const queueUp: Gauge = new Gauge({
      name: 'slipway_queue_up',
      help: '1 while the queue answers this process, else 0',
      registers,
      collect: () =>
        queue.ping().then(
          () => queueUp.set(1),
          () => queueUp.set(0),
        ),
    });
  }
}

async function unlessAway(collect: () => Promise<void>): Promise<void> {
  await collect().catch(() => undefined);
}
