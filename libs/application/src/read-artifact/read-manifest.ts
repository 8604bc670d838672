import { Injectable } from '@nestjs/common';
import { ArtifactStore } from '#application/ports/artifact-store';
import { ArtifactViews, type ManifestView } from '#application/queries/artifact-views';
import type { CommandContext } from '#application/shared/command-context';
import { visibleVersion, type VersionReference } from './visible-version.js';

/** Shows which files a version has. */
@Injectable()
export class ReadManifest {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly views: ArtifactViews,
  ) {}

  /** @throws SlipwayError NOT_FOUND, VERSION_DELETED. */
  async execute(context: CommandContext, reference: VersionReference): Promise<ManifestView> {
    const { version } = await visibleVersion(this.artifacts, context, reference, 'model.read');
    return this.views.manifest(version.versionId);
  }
}
