import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SweepBlobs } from '#application/sweep-blobs/sweep-blobs';

/** Writers on other machines that were killed are seen by the age of what they left, in hours: more often finds nothing. */
const EVERY_MS = 3_600_000;

/** Clears what killed uploads have left, at boot and then from time to time. Never keeps the service from starting. */
@Injectable()
export class BlobSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Artifacts');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly sweepBlobs: SweepBlobs) {}

  onApplicationBootstrap(): void {
    this.start();
    this.timer = setInterval(() => this.start(), EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private start(): void {
    this.running = this.running.then(() => this.sweep());
  }

  private async sweep(): Promise<void> {
    try {
      const removed = await this.sweepBlobs.execute();
      if (removed > 0) this.logger.log(`Removed ${removed} leftovers of uploads that were not finished.`);
    } catch (error) {
      this.logger.warn(`The artifact store was not swept: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
