import type { Permission } from '#domain/access/role';
import type { ArtifactPlace, ArtifactStore, ArtifactVersion } from '#application/ports/artifact-store';
import { notFound, requirePermission } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { livingVersion } from '#application/shared/registry-change';

/** Which version of which model (name or id). */
export interface VersionReference {
  readonly model: string;
  readonly version: number;
}

/** A version that is there and that the actor has the right for. */
export interface VisibleVersion extends Pick<ArtifactPlace, 'modelId' | 'model'> {
  readonly version: ArtifactVersion;
}

/**
 * Finds a living version for an act on its bytes.
 * @throws SlipwayError NOT_FOUND (also where the actor may not read the model), PERMISSION_DENIED, VERSION_DELETED.
 */
export async function visibleVersion(
  artifacts: ArtifactStore,
  context: CommandContext,
  reference: VersionReference,
  permission: Permission,
): Promise<VisibleVersion> {
  const place = await artifacts.locate(context.workspace, reference.model, reference.version);
  if (place === null) throw notFound(`model "${reference.model}"`);
  requirePermission(context.actor, permission, place.model, reference.model);
  return { modelId: place.modelId, model: place.model, version: livingVersion(place.version, place.model, reference.version) };
}
