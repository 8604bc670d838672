import { Injectable } from '@nestjs/common';
import { BlobStore } from '#application/ports/blob-store';
import { Clock } from '#application/ports/clock';

/** A store that says nothing for so long counts as away. */
const PATIENCE_MS = 2_000;
/** One look answers for so long: probes of many replicas must not become a load on the store. */
const GOOD_FOR_MS = 2_000;

/** Whether the artifact store can be used now. */
@Injectable()
export class ArtifactHealth {
  private last: { readonly at: number; readonly state: Promise<'ready' | 'away'> } | undefined;

  constructor(
    private readonly blobs: BlobStore,
    private readonly clock: Clock,
  ) {}

  /** Never throws. */
  check(): Promise<'ready' | 'away'> {
    const now = this.clock.now().getTime();
    if (this.last !== undefined && now - this.last.at < GOOD_FOR_MS) return this.last.state;
    const state = this.look();
    this.last = { at: now, state };
    return state;
  }

  private async look(): Promise<'ready' | 'away'> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'away'>((resolve) => {
      timer = setTimeout(() => resolve('away'), PATIENCE_MS).unref();
    });
    const looked = this.blobs.ready().then(
      () => 'ready' as const,
      () => 'away' as const,
    );
    return Promise.race([looked, late]).finally(() => clearTimeout(timer));
  }
}
