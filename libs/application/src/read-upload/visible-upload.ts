import { SlipwayError } from '#domain/errors/slipway-error';
import type { ArtifactStore } from '#application/ports/artifact-store';
import type { StoredUpload, UploadStore } from '#application/ports/upload-store';
import { visibleVersion, type VersionReference } from '#application/read-artifact/visible-version';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';

/** An upload of one version. */
export interface UploadReference extends VersionReference {
  readonly uploadId: string;
}

/** An upload that the actor may go on with; `model` is the model's name. */
export interface VisibleUpload {
  readonly model: string;
  readonly upload: StoredUpload;
}

/** @throws SlipwayError NOT_FOUND (also where the actor may not read the model), PERMISSION_DENIED, VERSION_DELETED. */
export async function visibleUpload(
  stores: { readonly artifacts: ArtifactStore; readonly uploads: UploadStore },
  context: CommandContext,
  reference: UploadReference,
): Promise<VisibleUpload> {
  const { model, version } = await visibleVersion(stores.artifacts, context, reference, 'version.write');
  const upload = await stores.uploads.find(context.workspace, reference.uploadId);
  if (upload === null || upload.versionId !== version.versionId) throw noSuchUpload(reference.uploadId);
  return { model, upload };
}

export function noSuchUpload(id: string): SlipwayError {
  return notFound(`upload "${id}" of this version`);
}

/** @throws SlipwayError INVALID_STATE where the upload has ended, or its time is over. */
export function requireNotEnded(upload: StoredUpload): void {
  const extra = { state: upload.state };
  if (upload.state === 'aborted') {
    throw new SlipwayError('INVALID_STATE', upload.failure ?? 'The upload was aborted. Begin another one.', { extra });
  }
  if (upload.state === 'completed') throw new SlipwayError('INVALID_STATE', 'The upload is completed: the file is stored.', { extra });
  if (!upload.expired || upload.state === 'completing') return;
  throw new SlipwayError('INVALID_STATE', `The upload expired at ${upload.expiresAt.toISOString()}. Begin another one.`, { extra });
}
