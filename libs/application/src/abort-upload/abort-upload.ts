import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { ArtifactStore } from '#application/ports/artifact-store';
import { BlobStore } from '#application/ports/blob-store';
import { UploadStore } from '#application/ports/upload-store';
import { visibleUpload, type UploadReference } from '#application/read-upload/visible-upload';
import type { CommandContext } from '#application/shared/command-context';
import { RegistryChange } from '#application/shared/registry-change';

/** Ends an upload and forgets its parts. A repeat changes nothing. */
@Injectable()
export class AbortUpload {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly uploads: UploadStore,
    private readonly blobs: BlobStore,
    private readonly change: RegistryChange,
  ) {}

  /** @throws SlipwayError NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED; INVALID_STATE for one that is completed, or is being completed. */
  async execute(context: CommandContext, reference: UploadReference): Promise<void> {
    const { upload } = await visibleUpload({ artifacts: this.artifacts, uploads: this.uploads }, context, reference);
    if (upload.state === 'aborted') return;
    if (upload.state === 'completed') {
      throw new SlipwayError('INVALID_STATE', 'The upload is completed: the file is stored and can no longer be aborted.', {
        extra: { state: upload.state },
      });
    }
    const { model, version } = reference;
    await this.change.ofVersion(context, { model, version, permission: 'version.write' }, async ({ tx, record }) => {
      if (!(await this.uploads.abort(tx, upload.id, null))) throw beingCompleted();
      const data = { version, uploadId: upload.id, path: upload.path };
      await record([], [{ action: 'upload.abort', outcome: 'done', objectType: 'version', objectId: upload.versionId, data }]);
    });
    await this.blobs.abandonParts({ key: upload.key, storeUpload: upload.storeUpload ?? '' });
  }
}

function beingCompleted(): SlipwayError {
  return new SlipwayError('INVALID_STATE', 'The upload is being completed now, or has just ended; look at it again.', { retryAfter: 2 });
}
