import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#application/ports/clock';
import { CredentialStore } from '#application/ports/credential-store';

/** Seconds matter to nobody who asks when a token was last used, writes per request would matter to all. */
const FLUSH_MS = 30_000;

/** Collects which tokens were used and writes it every half minute, and once more at the end. */
@Injectable()
export class LastUsed implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('LastUsed');
  private used = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: CredentialStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  /** Notes one use. */
  note(tokenId: string): void {
    this.used.add(tokenId);
  }

  /** Writes what was noted; what cannot be written is kept for the next time. Never throws. */
  async flush(): Promise<void> {
    if (this.used.size === 0) return;
    const batch = this.used;
    this.used = new Set();
    try {
      await this.store.touchLastUsed([...batch], this.clock.now());
    } catch (error) {
      for (const tokenId of batch) this.used.add(tokenId);
      this.logger.warn('The time of last use of tokens could not be written; it will be tried again.', error);
    }
  }
}
