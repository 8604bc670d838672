import { Injectable } from '@nestjs/common';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { ArtifactStore } from '#application/ports/artifact-store';
import { BlobDamagedError, BlobStore, type ArrivedPart, type BlobKey, type WrittenBlob } from '#application/ports/blob-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { UploadStore, type StoredUpload } from '#application/ports/upload-store';
import { UploadParts } from '#application/read-upload/upload-parts';
import type { UploadReference } from '#application/read-upload/visible-upload';
import type { CommandContext } from '#application/shared/command-context';
import { RegistryChange } from '#application/shared/registry-change';
import { Turns } from '#application/shared/turns';
import { requireNoCollision, requireOpen } from '#application/upload-artifact/open-version-rules';

/** A completer that says nothing for so long has died; another may take over. */
export const LEASE_SECONDS = 10;
const RENEW_EVERY_MS = 2_500;
/** Uploads that are read for their digests at once in this process; each holds some MiB and shares one thread with the others. */
const AT_ONCE = 8;
/** Missing parts that an answer names; GET of the upload shows all. */
const MOST_NAMED = 100;

/** Does the work of completing uploads, each once at a time in this process and, by a lease, among all. */
@Injectable()
export class UploadCompleter {
  private readonly running = new Map<string, Promise<boolean>>();
  private readonly turns = new Turns(AT_ONCE);

  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly uploads: UploadStore,
    private readonly parts: UploadParts,
    private readonly blobs: BlobStore,
    private readonly change: RegistryChange,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns true when it is completed, false when another process has it. @throws SlipwayError as CompleteUpload says. */
  complete(context: CommandContext, reference: UploadReference, upload: StoredUpload): Promise<boolean> {
    const known = this.running.get(upload.id);
    if (known !== undefined) return known;
    const work = this.turns.take(() => this.work(context, reference, upload)).finally(() => this.running.delete(upload.id));
    // Whoever asked may have left by the time it fails; the next to ask begins anew.
    work.catch(() => undefined);
    this.running.set(upload.id, work);
    return work;
  }

  private async work(context: CommandContext, reference: UploadReference, upload: StoredUpload): Promise<boolean> {
    const claim = await this.uploads.claim(upload.id, LEASE_SECONDS);
    if (claim === null) return false;
    const lease = new Lease((bytes) => this.uploads.renew(upload.id, claim.number, LEASE_SECONDS, bytes));
    // Once the parts may have been put together, none can be sent again.
    let reopen = true;
    try {
      const arrived = await this.parts.arrived(upload);
      if (!claim.resumed || arrived.length > 0) requireAll(upload, arrived);
      reopen = false;
      await this.blobs.assemble(await this.parts.inStore(upload), arrived);
      const blob = await this.blobs.digest(upload.key, (bytes) => lease.progress(bytes));
      await this.requireAnnounced(upload, claim.number, blob);
      await this.commit(context, reference, upload, claim.number, blob);
      return true;
    } catch (error) {
      await this.uploads.release(upload.id, claim.number, reopen).catch(() => undefined);
      throw error instanceof BlobDamagedError ? gone(error) : error;
    } finally {
      lease.end();
    }
  }

  /** What is put together cannot be mended part by part: the client begins again. */
  private async requireAnnounced(upload: StoredUpload, claim: number, blob: WrittenBlob): Promise<void> {
    const sameSize = upload.size === null || upload.size === blob.size;
    if (sameSize && (upload.sha256 === null || upload.sha256 === blob.sha256)) return;
    const found = sameSize ? `the SHA-256 ${blob.sha256}, not ${String(upload.sha256)}` : `${blob.size} bytes, not ${String(upload.size)}`;
    const failure = `All parts together have ${found}. Nothing was stored; begin another upload.`;
    if (!(await this.unitOfWork.run((tx) => this.uploads.abort(tx, upload.id, failure, claim)))) throw overtaken();
    await this.blobs.abandonParts(await this.parts.inStore(upload));
    throw invalid('/sha256', sameSize ? 'digest_mismatch' : 'size_mismatch', failure);
  }

  private async commit(
    context: CommandContext,
    { model, version }: UploadReference,
    upload: StoredUpload,
    claim: number,
    blob: WrittenBlob,
  ): Promise<void> {
    const { id: uploadId, versionId, path, key } = upload;
    const orphan = await this.change.ofVersion(context, { model, version, permission: 'version.write' }, async (locked) => {
      requireOpen(locked.model.name, locked.version);
      await requireNoCollision(this.artifacts, versionId, path, locked.tx);
      if (!(await this.uploads.complete(locked.tx, uploadId, claim, blob))) throw overtaken();
      const data = { version, path, size: blob.size, sha256: blob.sha256, uploadId };
      const audit = { action: 'artifact.upload', outcome: 'done' as const, objectType: 'version', objectId: versionId, data };
      const at = await locked.record([], [audit]);
      const placement = await this.artifacts.place(locked.tx, { workspace: context.workspace, versionId, path, key, blob, at });
      if (placement.orphan !== null) await this.blobs.unsettle(placement.orphan);
      return placement.orphan;
    });
    await this.settle(key, orphan);
  }

  private async settle(key: BlobKey, orphan: BlobKey | null): Promise<void> {
    await this.blobs.settle(key);
    if (orphan !== null) await this.blobs.delete(orphan);
  }
}

/** Renews a claim while bytes are read, and stops the reading once it is lost. */
class Lease {
  private bytes = 0;
  private lost = false;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly renew: (bytes: number) => Promise<boolean>) {
    this.timer = setInterval(() => void this.tick(), RENEW_EVERY_MS).unref();
  }

  progress(bytes: number): void {
    this.bytes = bytes;
    if (this.lost) throw overtaken();
  }

  end(): void {
    clearInterval(this.timer);
  }

  private async tick(): Promise<void> {
    // With the database away the lease may well end; the last word has the commit.
    const held = await this.renew(this.bytes).catch(() => true);
    if (!held) this.lost = true;
  }
}

function requireAll(upload: StoredUpload, arrived: readonly ArrivedPart[]): void {
  const there = new Set(arrived.map(({ number }) => number));
  const missing = Array.from({ length: upload.partCount }, (_, index) => index + 1).filter((number) => !there.has(number));
  if (missing.length === 0) return;
  const named = missing.slice(0, MOST_NAMED);
  const list = `${named.join(', ')}${missing.length > named.length ? ', ...' : ''}`;
  throw new SlipwayError(
    'INVALID_STATE',
    `${missing.length} of ${upload.partCount} parts have not arrived, or not in their size: ${list}. Send them, then complete the upload again.`,
    { extra: { missingParts: missing.length, missing: named } },
  );
}

function overtaken(): SlipwayError {
  return new SlipwayError('UNAVAILABLE', 'Another process has taken over this upload; repeat the request.', { retryAfter: 1 });
}

function gone(cause: BlobDamagedError): SlipwayError {
  return new SlipwayError(
    'UNAVAILABLE',
    `The artifact store does not show what was put together yet (${cause.finding}); repeat the request.`,
    {
      retryAfter: 5,
      cause,
    },
  );
}
