import { Injectable } from '@nestjs/common';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { MAX_PART_BYTES, sizeOfPart } from '#application/begin-upload/upload-plan';
import { ArtifactStore } from '#application/ports/artifact-store';
import { BlobStore, type WrittenPart } from '#application/ports/blob-store';
import { Clock } from '#application/ports/clock';
import { PartSignatures } from '#application/ports/part-signatures';
import { UploadStore, type StoredUpload } from '#application/ports/upload-store';
import { UploadParts } from '#application/read-upload/upload-parts';
import { noSuchUpload, requireNotEnded, visibleUpload } from '#application/read-upload/visible-upload';
import type { CommandContext } from '#application/shared/command-context';
import { requireOpen } from '#application/upload-artifact/open-version-rules';

/** Who may put the part: an actor by right, or whoever holds a signed address for exactly this part. */
export type PartAuthority =
  | { readonly context: CommandContext; readonly model: string; readonly version: number }
  | { readonly workspace: string; readonly size: number | null; readonly expires: number; readonly signature: string };

/** Put the bytes of one part. */
export interface PutPartCommand {
  readonly uploadId: string;
  readonly number: number;
  readonly content: AsyncIterable<Uint8Array>;
  /** What the client says of the bytes beforehand; `from` says where each digest stood. */
  readonly expected: {
    readonly size?: number;
    readonly digests: readonly { readonly sha256: string; readonly from: string }[];
  };
}

/** Takes one part of an upload, as often as it is sent: of several the last counts. No row is written: the store knows its parts. */
@Injectable()
export class PutPart {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly uploads: UploadStore,
    private readonly parts: UploadParts,
    private readonly blobs: BlobStore,
    private readonly signatures: PartSignatures,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws SlipwayError INVALID_ARGUMENT (number, size, digest), NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED (also for an address that
   *   is not signed by us or has expired), INVALID_STATE (ended, expired, being completed), ARTIFACT_IMMUTABLE, STORAGE_FULL, UNAVAILABLE.
   */
  async execute(authority: PartAuthority, command: PutPartCommand): Promise<WrittenPart> {
    const upload = await this.uploadOf(authority, command);
    const { number } = command;
    if (!Number.isSafeInteger(number) || number < 1 || number > upload.partCount) {
      throw invalid('number', 'part_number', `The upload has the parts 1 to ${upload.partCount}.`);
    }
    const slot = { number, size: sizeOfPart(upload, number) ?? command.expected.size ?? null };
    if (slot.size !== null && command.expected.size !== undefined) requireSize(number, slot.size, command.expected.size);
    const content = bounded(command.content, number, slot.size ?? MAX_PART_BYTES);
    return this.blobs.writePart(await this.parts.inStore(upload), slot, content, (written) => {
      if (slot.size !== null) requireSize(number, slot.size, written.size);
      requireDigests(written, command.expected.digests);
    });
  }

  private async uploadOf(authority: PartAuthority, { uploadId, number }: PutPartCommand): Promise<StoredUpload> {
    if ('context' in authority) {
      const { context, model, version } = authority;
      const visible = await visibleUpload({ artifacts: this.artifacts, uploads: this.uploads }, context, { model, version, uploadId });
      return this.requireTaking(visible.model, visible.upload);
    }
    const { workspace, signature, ...bound } = authority;
    if (!this.signatures.verify({ uploadId, number, ...bound }, signature)) {
      throw new SlipwayError('PERMISSION_DENIED', 'This address was not signed here, or not for this part.');
    }
    if (bound.expires * 1_000 <= this.clock.now().getTime()) {
      throw new SlipwayError('PERMISSION_DENIED', 'This address has expired. GET the upload for a fresh one.', {
        extra: { expired: true },
      });
    }
    const upload = await this.uploads.find(workspace, uploadId);
    if (upload === null || upload.gone) throw noSuchUpload(uploadId);
    return this.requireTaking(upload.modelId, upload);
  }

  private requireTaking(model: string, upload: StoredUpload): StoredUpload {
    requireNotEnded(upload);
    if (upload.state === 'completing') {
      throw new SlipwayError('INVALID_STATE', 'The upload is being completed; no part is taken any more.', {
        extra: { state: upload.state },
      });
    }
    requireOpen(model, upload);
    return upload;
  }
}

/** The same pieces, as long as there are no more bytes than a part may have. */
async function* bounded(content: AsyncIterable<Uint8Array>, number: number, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const bytes of content) {
    size += bytes.length;
    if (size > most) throw tooMany(number, most);
    yield bytes;
  }
}

function tooMany(number: number, most: number): SlipwayError {
  return invalid('body', 'size_mismatch', `More than the ${most} bytes of part ${number} arrived. Nothing of it was stored.`);
}

function requireSize(number: number, expected: number, size: number): void {
  if (size === expected) return;
  throw invalid('Content-Length', 'size_mismatch', `Part ${number} has ${expected} bytes, not ${size}. Nothing of it was stored.`);
}

function requireDigests(written: WrittenPart, digests: PutPartCommand['expected']['digests']): void {
  for (const { sha256, from } of digests) {
    if (sha256 === written.sha256) continue;
    throw invalid(
      from,
      'digest_mismatch',
      `The bytes that arrived have the SHA-256 ${written.sha256}, not ${sha256}. Nothing of them was stored.`,
    );
  }
}
