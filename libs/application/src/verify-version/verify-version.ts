import { Injectable } from '@nestjs/common';
import { ArtifactStore, type Integrity, type StoredArtifact } from '#application/ports/artifact-store';
import { BlobDamagedError, BlobStore } from '#application/ports/blob-store';
import { visibleVersion, type VersionReference } from '#application/read-artifact/visible-version';
import type { CommandContext } from '#application/shared/command-context';
import { livingVersion } from '#application/shared/registry-change';
import { Turns } from '#application/shared/turns';
import { IntegrityRegister } from './integrity-register.js';

/** Files that are read at once in this process: each holds a chunk of 8 MiB, and callers may ask for as many versions as they like. */
const AT_ONCE = 4;

/** What reading everything once more has shown. */
export interface VerifyVersionResult {
  readonly integrity: Integrity;
  /** Bytes that were read and match their digests. */
  readonly checkedBytes: number;
  /** Paths of files that do not. */
  readonly damaged: readonly string[];
}

/**
 * Reads every byte of a version again and compares it with its digests. Damage is written down as a download would; a file that was known
 * as damaged and is whole again (restored from a backup) makes its versions verified again.
 */
@Injectable()
export class VerifyVersion {
  private readonly turns = new Turns(AT_ONCE);

  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly blobs: BlobStore,
    private readonly integrity: IntegrityRegister,
  ) {}

  /** @throws SlipwayError NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED; UNAVAILABLE when the store cannot be read now. */
  async execute(context: CommandContext, command: VersionReference): Promise<VerifyVersionResult> {
    const { version } = await visibleVersion(this.artifacts, context, command, 'version.write');
    const files = await this.artifacts.files(version.versionId);
    const bad = new Map<string, string>();
    const restored = new Set<string>();
    let checkedBytes = 0;
    for (const file of files) {
      const { id } = file.blob.key;
      if (bad.has(id)) continue;
      const finding = await this.turns.take(() => this.check(file));
      if (finding !== null) bad.set(id, finding);
      else if (file.damaged) restored.add(id);
      if (finding === null) checkedBytes += file.size;
    }
    const present = await this.record(context, bad, restored);
    const after = await this.artifacts.locate(context.workspace, command.model, command.version);
    return {
      integrity: livingVersion(after?.version ?? null, command.model, command.version).integrity,
      checkedBytes,
      damaged: files.filter((file) => present.has(file.blob.key.id)).map((file) => file.path),
    };
  }

  /** @returns what is wrong with the file's bytes, or null. */
  private async check(file: StoredArtifact): Promise<string | null> {
    try {
      // The store compares; the bytes themselves are of no interest here.
      for await (const _ of this.blobs.read(file.blob, { start: 0, end: file.size }));
      return null;
    } catch (error) {
      if (error instanceof BlobDamagedError) return error.finding;
      throw error;
    }
  }

  private async record(
    context: CommandContext,
    bad: ReadonlyMap<string, string>,
    restored: ReadonlySet<string>,
  ): Promise<ReadonlySet<string>> {
    const damaged = [...bad].map(([id, finding]) => ({ id, finding }));
    const present = damaged.length === 0 ? [] : await this.integrity.record(context, { blobs: damaged, damaged: true, foundBy: 'verify' });
    // Last, so that a version with one file restored and another one bad is never verified in between.
    const whole = [...restored].map((id) => ({ id, finding: 'it matches its digests again' }));
    if (whole.length > 0) await this.integrity.record(context, { blobs: whole, damaged: false, foundBy: 'verify' });
    return new Set(present);
  }
}
