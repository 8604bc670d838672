import { Injectable } from '@nestjs/common';
import { BlobStore } from '#application/ports/blob-store';
import { Journal } from '#application/ports/journal';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { UploadStore, type StoredUpload } from '#application/ports/upload-store';
import type { CommandContext } from '#application/shared/command-context';

/** Uploads that one run gives up, and rows that it removes, at most: the rest waits for the next. */
const BATCH = 100;
/** What became of an upload can be read for so long after its end. Seconds. */
const KEPT_SECONDS = 7 * 24 * 3_600;

/** Gives up uploads whose time is over, with all their parts, and forgets those that ended long ago. Safe when several do it at once. */
@Injectable()
export class ExpireUploads {
  constructor(
    private readonly uploads: UploadStore,
    private readonly blobs: BlobStore,
    private readonly journal: Journal,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns how many were given up. */
  async execute(context: CommandContext): Promise<number> {
    let expired = 0;
    for (const upload of await this.uploads.expired(context.workspace, BATCH)) if (await this.expire(context, upload)) expired += 1;
    await this.uploads.purge(context.workspace, KEPT_SECONDS, BATCH);
    return expired;
  }

  private async expire(context: CommandContext, upload: StoredUpload): Promise<boolean> {
    const { id, version, versionId, path, key, storeUpload } = upload;
    const failure = `The upload expired at ${upload.expiresAt.toISOString()}. Begin another one.`;
    const ended = await this.unitOfWork.run(async (tx) => {
      if (!(await this.uploads.abort(tx, id, failure))) return false;
      const data = { version, uploadId: id, path };
      const audit = { action: 'upload.expire', outcome: 'done' as const, objectType: 'version', objectId: versionId, data };
      await this.journal.record(tx, context, { modelId: upload.modelId, events: [], audit: [audit] });
      return true;
    });
    if (ended) await this.blobs.abandonParts({ key, storeUpload: storeUpload ?? '' });
    return ended;
  }
}
