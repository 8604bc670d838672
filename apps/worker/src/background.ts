import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RunningDrains } from '#application/deliver-due/running-drains';
import { OutboundClient } from '#platform/outbound/outbound-client';
import { BullMqJobQueue } from '#queue/bullmq-job-queue';
import { DeployProcessor } from './processors/deploy.processor.js';
import { DrainProcessor } from './processors/drain.processor.js';
import { RelayLoop } from './relay/relay-loop.js';
import { Scheduler } from './schedules/scheduler.js';
import { SWEEPS } from './schedules/sweeps.js';

/** A send takes 15 s at most; what runs longer than this is left to its lease. Below the 30 s that orchestrators give a process to end. */
const DRAIN_LIMIT_MS = 20_000;

/** Starts all background work with the application, and ends it before the application's connections. */
@Injectable()
export class Background implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly relay: RelayLoop,
    private readonly scheduler: Scheduler,
    private readonly drain: DrainProcessor,
    private readonly deploy: DeployProcessor,
    private readonly drains: RunningDrains,
    private readonly queue: BullMqJobQueue,
    private readonly outbound: OutboundClient,
  ) {}

  onApplicationBootstrap(): void {
    this.drain.start();
    this.deploy.start();
    this.relay.start();
    this.scheduler.start(SWEEPS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.drains.stopAll();
    const processors = [this.drain, this.deploy];
    const force = setTimeout(() => processors.forEach((processor) => void processor.close(true)), DRAIN_LIMIT_MS);
    await Promise.all([this.relay.stop(), this.scheduler.stop(), ...processors.map((processor) => processor.close())]);
    clearTimeout(force);
    await Promise.all([this.queue.close(), this.outbound.destroy()]);
  }
}
