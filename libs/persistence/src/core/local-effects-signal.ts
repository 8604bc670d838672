import { Injectable } from '@nestjs/common';
import { EffectsSignal } from '#application/ports/effects-signal';

/**
 * The signal within one process: where API and relay share it, the relay listens here; where they do not, whoever carries the signal to
 * other processes does.
 */
@Injectable()
export class LocalEffectsSignal extends EffectsSignal {
  private readonly listeners = new Set<() => void>();
  private pending = false;

  override wake(): void {
    // All commits of one turn of the event loop are one signal.
    if (this.pending || this.listeners.size === 0) return;
    this.pending = true;
    setImmediate(() => {
      this.pending = false;
      for (const listener of this.listeners) listener();
    });
  }

  /** Calls `listener` after commits, which must not throw; @returns what stops it. */
  onWake(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
