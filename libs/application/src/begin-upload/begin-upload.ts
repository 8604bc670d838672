import { Injectable } from '@nestjs/common';
import { invalid } from '#domain/errors/slipway-error';
import { checkArtifactPath } from '#domain/registry/artifact-path';
import { ArtifactStore } from '#application/ports/artifact-store';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { Ids } from '#application/ports/ids';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { UploadStore, type NewUpload } from '#application/ports/upload-store';
import { visibleVersion, type VersionReference } from '#application/read-artifact/visible-version';
import { UploadParts } from '#application/read-upload/upload-parts';
import type { CommandContext } from '#application/shared/command-context';
import { replayOf } from '#application/shared/idempotency';
import { RegistryChange } from '#application/shared/registry-change';
import { requireNoCollision, requireOpen } from '#application/upload-artifact/open-version-rules';
import { MAX_PARTS, planUpload } from './upload-plan.js';

/** An upload that is never completed is given up after a week. Seconds. */
export const UPLOAD_LIFETIME_SECONDS = 7 * 24 * 3_600;

/** Begin an upload of one file by parts. */
export interface BeginUploadCommand extends VersionReference {
  readonly path: string;
  /** Of a file that the client knows, or only a number of parts for one that it does not. */
  readonly file: { readonly size: number; readonly sha256: string; readonly partSize?: number } | { readonly partCount: number };
}

/** The upload is rendered from its id. `status` is that of the first answer, where the command was a repeat. */
export interface BeginUploadResult {
  readonly outcome: 'created' | 'replayed';
  readonly uploadId: string;
  readonly status: number;
}

/** Opens an upload by parts for a path of a version that is still pending. Until it is completed the version does not know of it. */
@Injectable()
export class BeginUpload {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly uploads: UploadStore,
    private readonly parts: UploadParts,
    private readonly change: RegistryChange,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: IdempotencyStore,
    private readonly ids: Ids,
  ) {}

  /**
   * @throws SlipwayError INVALID_ARGUMENT (path, collision, size, digest, part size), NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED,
   *   ARTIFACT_IMMUTABLE, IDEMPOTENCY_KEY_REUSED; STORAGE_FULL where so many bytes have no room.
   */
  async execute(context: CommandContext, command: BeginUploadCommand): Promise<BeginUploadResult> {
    const path = checkArtifactPath(command.path);
    const plan = planOf(command.file);
    const { model, version } = await visibleVersion(this.artifacts, context, command, 'version.write');
    const known = await this.idempotency.find(context);
    if (known === null) requireOpen(model, version);
    if (known === null) await requireNoCollision(this.artifacts, version.versionId, path);
    const id = this.ids.next('upl');
    const key = { workspace: context.workspace, id: this.ids.next('blb') };
    const { workspace } = context;
    const upload = { id, workspace, path, key, lifetimeSeconds: UPLOAD_LIFETIME_SECONDS, versionId: version.versionId, ...plan };
    const result = await this.insert(context, command, upload);
    if (result.outcome === 'created') await this.open(context, upload);
    return result;
  }

  private insert(context: CommandContext, { model, version }: VersionReference, upload: NewUpload): Promise<BeginUploadResult> {
    return this.change.ofVersion(context, { model, version, permission: 'version.write' }, async (locked): Promise<BeginUploadResult> => {
      const outcome = { status: 201, resourceType: 'upload', resourceId: upload.id };
      const known = await this.idempotency.claim(locked.tx, context, outcome);
      if (known !== null) {
        const replayed = replayOf(context.idempotency, known);
        return { outcome: 'replayed', uploadId: replayed.resourceId, status: replayed.status };
      }
      requireOpen(locked.model.name, locked.version);
      const { id, path, size, sha256 } = upload;
      const data = { version, uploadId: id, path, size, sha256 };
      const audit = { action: 'upload.begin', outcome: 'done' as const, objectType: 'version', objectId: upload.versionId, data };
      const at = await locked.record([], [audit]);
      await this.uploads.insert(locked.tx, upload, context.actor, at);
      return { outcome: 'created', uploadId: id, status: 201 };
    });
  }

  /** In the store, after the row: what is opened there always has a row that knows of it. */
  private async open(context: CommandContext, upload: NewUpload): Promise<void> {
    try {
      const stored = await this.uploads.find(context.workspace, upload.id);
      if (stored !== null) await this.parts.inStore(stored);
    } catch (error) {
      const failure = 'The artifact store could not take it. Begin another one.';
      await this.unitOfWork.run((tx) => this.uploads.abort(tx, upload.id, failure));
      throw error;
    }
  }
}

type Plan = Pick<NewUpload, 'size' | 'sha256' | 'partSize' | 'partCount'>;

function planOf(file: BeginUploadCommand['file']): Plan {
  if ('size' in file) return { size: file.size, sha256: file.sha256.toLowerCase(), ...planUpload(file.size, file.partSize) };
  const { partCount } = file;
  if (!Number.isSafeInteger(partCount) || partCount < 1 || partCount > MAX_PARTS) {
    throw invalid('/partCount', 'part_count', `An upload has 1 to ${MAX_PARTS} parts.`);
  }
  return { size: null, sha256: null, partSize: null, partCount };
}
