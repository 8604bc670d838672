import { Injectable } from '@nestjs/common';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { checkArtifactPath } from '#domain/registry/artifact-path';
import type { ManifestFile } from '#domain/registry/manifest';
import { ArtifactStore, type Placement } from '#application/ports/artifact-store';
import { BlobStore, type BlobKey, type WrittenBlob } from '#application/ports/blob-store';
import { Ids } from '#application/ports/ids';
import { visibleVersion, type VersionReference } from '#application/read-artifact/visible-version';
import type { CommandContext } from '#application/shared/command-context';
import { RegistryChange } from '#application/shared/registry-change';
import { requireNoCollision, requireOpen } from './open-version-rules.js';

/** Put one file into a version that is still open. */
export interface UploadArtifactCommand extends VersionReference {
  readonly path: string;
  /** The bytes, of any number. */
  readonly content: AsyncIterable<Uint8Array>;
  /** What the client says of the bytes beforehand; each is compared, and `from` says where it stood. */
  readonly expected: {
    readonly size?: number;
    readonly digests: readonly { readonly sha256: string; readonly from: string }[];
  };
}

export interface UploadArtifactResult extends ManifestFile {
  /** True where the version had a file of this path already. */
  readonly replaced: boolean;
}

/**
 * Takes the bytes of one file. They are written under a random key first, without any lock or transaction, and become the version's file
 * in one short transaction; of rivals for the same path the last commit wins. What loses its last reference is deleted after the commit.
 */
@Injectable()
export class UploadArtifact {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly blobs: BlobStore,
    private readonly change: RegistryChange,
    private readonly ids: Ids,
  ) {}

  /**
   * @throws SlipwayError INVALID_ARGUMENT (path, collision, digest or size), NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED,
   *   ARTIFACT_IMMUTABLE once the version is no longer pending, STORAGE_FULL; what `content` throws. Nothing is stored then.
   */
  async execute(context: CommandContext, command: UploadArtifactCommand): Promise<UploadArtifactResult> {
    const path = checkArtifactPath(command.path);
    const { model, version } = await visibleVersion(this.artifacts, context, command, 'version.write');
    requireOpen(model, version);
    await requireNoCollision(this.artifacts, version.versionId, path);

    const key: BlobKey = { workspace: context.workspace, id: this.ids.next('blb') };
    const blob = await this.blobs.write(key, command.content, (written) => checkExpected(written, command.expected));
    const { replaced, orphan } = await this.commit(context, command, path, key, blob);
    await this.blobs.settle(key);
    if (orphan !== null) await this.blobs.delete(orphan);
    return { path, size: blob.size, sha256: blob.sha256, replaced };
  }

  private async commit(
    context: CommandContext,
    { model, version }: VersionReference,
    path: string,
    key: BlobKey,
    blob: WrittenBlob,
  ): Promise<Placement> {
    try {
      return await this.change.ofVersion(context, { model, version, permission: 'version.write' }, async (locked) => {
        requireOpen(locked.model.name, locked.version);
        const versionId = locked.version.id;
        await requireNoCollision(this.artifacts, versionId, path, locked.tx);
        const data = { version, path, size: blob.size, sha256: blob.sha256 };
        const at = await locked.record(
          [],
          [{ action: 'artifact.upload', outcome: 'done', objectType: 'version', objectId: versionId, data }],
        );
        const placement = await this.artifacts.place(locked.tx, { workspace: context.workspace, versionId, path, key, blob, at });
        if (placement.orphan !== null) await this.blobs.unsettle(placement.orphan);
        return placement;
      });
    } catch (error) {
      // Refused by a rule: certainly rolled back. Otherwise the commit may have happened, and the sweep asks the database later.
      if (error instanceof SlipwayError && error.code !== 'UNAVAILABLE') await this.blobs.delete(key);
      throw error;
    }
  }
}

function checkExpected(written: WrittenBlob, expected: UploadArtifactCommand['expected']): void {
  if (expected.size !== undefined && expected.size !== written.size) {
    throw invalid('Content-Length', 'size_mismatch', `${written.size} bytes arrived, ${expected.size} were announced. Nothing was stored.`);
  }
  for (const { sha256, from } of expected.digests) {
    if (sha256 === written.sha256) continue;
    throw invalid(from, 'digest_mismatch', `The bytes that arrived have the SHA-256 ${written.sha256}, not ${sha256}. Nothing was stored.`);
  }
}
