import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import type { ArtifactStore } from '#application/ports/artifact-store';
import type { Transaction } from '#application/ports/unit-of-work';

/** Rule 9: bytes do not change after registration. @throws SlipwayError ARTIFACT_IMMUTABLE. */
export function requireOpen(model: string, version: { readonly version: number; readonly status: string }): void {
  if (version.status === 'PENDING_REGISTRATION') return;
  throw new SlipwayError(
    'ARTIFACT_IMMUTABLE',
    `Version ${version.version} of model "${model}" is ${version.status}: its files can no longer be changed. Register a new version for new bytes.`,
    { extra: { model, version: version.version, status: version.status } },
  );
}

/** @throws SlipwayError INVALID_ARGUMENT where no common file system could hold this path beside those of the version. */
export async function requireNoCollision(artifacts: ArtifactStore, versionId: string, path: string, tx?: Transaction): Promise<void> {
  const other = await artifacts.collision(versionId, path, tx);
  if (other === null) return;
  const message = `The path collides with "${other}" of the same version: common file systems cannot hold both. Choose another path.`;
  throw invalid('/path', 'artifact_collision', message);
}
