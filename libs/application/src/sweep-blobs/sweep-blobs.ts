import { Injectable } from '@nestjs/common';
import { ArtifactStore } from '#application/ports/artifact-store';
import { BlobStore } from '#application/ports/blob-store';

/** Clears what killed uploads have left in the blob store. Run at boot and from time to time; safe beside running uploads. */
@Injectable()
export class SweepBlobs {
  constructor(
    private readonly blobs: BlobStore,
    private readonly artifacts: ArtifactStore,
  ) {}

  /** @returns how many leftovers were removed. */
  execute(): Promise<number> {
    return this.blobs.sweepTemporaries((key) => this.artifacts.isReferred(key));
  }
}
