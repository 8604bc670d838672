import { Injectable } from '@nestjs/common';
import { ArtifactViews, type ManifestView } from '#application/queries/artifact-views';
import { inManifestOrder, MANIFEST_ALGORITHM, totalBytes } from '#domain/registry/manifest';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';

/** The manifest of a version from its rows. */
@Injectable()
export class PrismaArtifactViews extends ArtifactViews {
  constructor(private readonly database: Database) {
    super();
  }

  override async manifest(versionId: string): Promise<ManifestView> {
    const version = await reading(() =>
      this.database.client.modelVersion.findUniqueOrThrow({
        where: { id: versionId },
        select: {
          modelId: true,
          model: { select: { name: true } },
          version: true,
          status: true,
          integrity: true,
          manifestDigest: true,
          artifacts: { select: { path: true, blob: { select: { size: true, sha256: true } } } },
        },
      }),
    );
    const files = inManifestOrder(version.artifacts.map(({ path, blob }) => ({ path, size: Number(blob.size), sha256: blob.sha256 })));
    return {
      modelId: version.modelId,
      model: version.model.name,
      version: version.version,
      status: version.status,
      integrity: version.integrity,
      digest: version.manifestDigest,
      algorithm: MANIFEST_ALGORITHM,
      totalBytes: totalBytes(files),
      files,
    };
  }
}
