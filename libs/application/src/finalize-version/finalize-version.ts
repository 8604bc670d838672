import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { manifestDifferences, manifestDigest, totalBytes, type ExpectedFile } from '#domain/registry/manifest';
import { ArtifactStore, type ArtifactVersion, type StoredArtifact } from '#application/ports/artifact-store';
import { PromotionStore } from '#application/ports/promotion-store';
import { TextDigest } from '#application/ports/text-digest';
import { ArtifactViews, type ManifestView } from '#application/queries/artifact-views';
import type { VersionReference } from '#application/read-artifact/visible-version';
import type { CommandContext } from '#application/shared/command-context';
import { Links } from '#application/shared/links';
import { newEvent } from '#application/shared/new-event';
import { livingVersion, RegistryChange, type LockedVersion } from '#application/shared/registry-change';

/** Declare a version complete. */
export interface FinalizeVersionCommand extends VersionReference {
  readonly expectedRevision?: number | undefined;
  /** What the client computed itself; another one is refused and nothing changes. */
  readonly manifestDigest?: string;
  /** All files that the version must have. */
  readonly files?: readonly ExpectedFile[];
}

/**
 * Makes a pending version READY and fixes the digest of its manifest: from here on its bytes do not change (rule 9). A repeat answers the
 * same manifest and changes nothing.
 */
@Injectable()
export class FinalizeVersion {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly views: ArtifactViews,
    private readonly change: RegistryChange,
    private readonly promotions: PromotionStore,
    private readonly digest: TextDigest,
    private readonly links: Links,
  ) {}

  /**
   * @throws SlipwayError NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED, REVISION_STALE; INVALID_STATE where there is nothing to finalize;
   *   REFUSED without any file or where the files are not the expected ones; VERSION_DAMAGED.
   */
  async execute(context: CommandContext, command: FinalizeVersionCommand): Promise<ManifestView> {
    const target = { ...command, permission: 'version.write' as const };
    const versionId = await this.change.ofVersion(context, target, async (locked) => {
      const place = await this.artifacts.locate(context.workspace, locked.model.id, command.version, locked.tx);
      const version = livingVersion(place?.version ?? null, locked.model.name, command.version);
      const files = await this.artifacts.files(version.versionId, locked.tx);
      requireFinalizable(locked.model.name, version, files);
      const digest = version.manifestDigest ?? manifestDigest(files, (text) => this.digest.sha256(text));
      requireExpected(command, files, digest);
      if (version.status !== 'READY') await this.register(locked, version, files, digest);
      return version.versionId;
    });
    return this.views.manifest(versionId);
  }

  private async register(locked: LockedVersion, version: ArtifactVersion, files: readonly StoredArtifact[], digest: string): Promise<void> {
    const { tx, model, record } = locked;
    const bytes = totalBytes(files);
    const event = newEvent('version.registered', {
      version: version.version,
      source: version.source,
      runId: version.runId,
      manifestDigest: digest,
      integrity: 'verified',
      gitCommit: version.gitCommit,
      ...(version.stage === null ? {} : { stage: version.stage }),
      links: this.links.ofVersion(model.name, version.version),
    });
    const data = { version: version.version, manifestDigest: digest, files: files.length, bytes };
    const audit = { action: 'version.finalize', outcome: 'done' as const, objectType: 'version', objectId: version.versionId, data };
    const at = await record([event], [audit]);
    await this.artifacts.register(tx, model.id, version.versionId, { digest, bytes }, at);
    await this.promotions.touchStageRevision(tx, model.id);
  }
}

function requireFinalizable(model: string, version: ArtifactVersion, files: readonly StoredArtifact[]): void {
  const name = `Version ${version.version} of model "${model}"`;
  if (version.status === 'READY' && version.manifestDigest !== null) return;
  if (version.status !== 'PENDING_REGISTRATION') {
    const why =
      version.status === 'READY'
        ? 'has an external source, so there are no files to finalize'
        : `is ${version.status}; register a new version`;
    throw new SlipwayError('INVALID_STATE', `${name} ${why}.`, { extra: { status: version.status } });
  }
  if (files.length === 0) {
    const message = `${name} has no files. Upload at least one before finalizing it.`;
    throw new SlipwayError('REFUSED', message, { errors: [{ code: 'NO_FILES', message }] });
  }
  const damaged = files.filter((file) => file.damaged);
  if (damaged.length === 0) return;
  throw new SlipwayError('VERSION_DAMAGED', `${name} holds damaged files. Upload them again before finalizing it.`, {
    errors: damaged.map(({ path }) => ({ code: 'damaged', message: `The stored bytes of "${path}" do not match their digest.` })),
  });
}

/** Reasons shown at most; a client that is wrong about a thousand files needs no thousand lines to see it. */
const MAX_DIFFERENCES = 100;

function requireExpected(command: FinalizeVersionCommand, files: readonly StoredArtifact[], digest: string): void {
  const differences = command.files === undefined ? [] : manifestDifferences(files, command.files);
  if (differences.length > 0) {
    throw new SlipwayError(
      'REFUSED',
      `The version's files differ from the expected ones in ${differences.length} places. Nothing was changed.`,
      {
        errors: differences.slice(0, MAX_DIFFERENCES).map(({ code, message }) => ({ code, message })),
      },
    );
  }
  const expected = command.manifestDigest?.toLowerCase();
  if (expected === undefined || expected === digest) return;
  const message = `The manifest's digest is ${digest}, not ${expected}. Compare with GET .../manifest; nothing was changed.`;
  throw new SlipwayError('REFUSED', message, { errors: [{ code: 'manifest_digest', message }], extra: { manifestDigest: digest } });
}
