import { BeginUpload } from '#application/begin-upload/begin-upload';
import { CompleteUpload } from '#application/complete-upload/complete-upload';
import { UploadCompleter } from '#application/complete-upload/upload-completer';
import type { BlobStore } from '#application/ports/blob-store';
import { PutPart } from '#application/put-part/put-part';
import { UploadParts } from '#application/read-upload/upload-parts';
import type { Links } from '#application/shared/links';
import type { RegistryChange } from '#application/shared/registry-change';
import { PrismaArtifactStore } from '#persistence/artifacts/prisma-artifact-store';
import { PrismaUploadStore } from '#persistence/artifacts/prisma-upload-store';
import { HmacPartSignatures } from '#persistence/blobs/hmac-part-signatures';
import { PrismaIdempotencyStore } from '#persistence/core/prisma-idempotency-store';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { SystemClock } from '#persistence/core/system-clock';
import { UlidIds } from '#persistence/core/ulid-ids';
import type { RegistryWorld } from '#testing/registry/registry-world';
import { inPieces, sha256 } from './bytes.js';

const PART_BYTES = 8 * 1024 * 1024;

/** A version that waits for its files. */
interface OpenVersion {
  readonly model: string;
  readonly version: number;
}

/** What has been begun, and is not yet a file. */
export interface BegunUpload {
  /** Sends one part; parts count from 1. */
  put(number: number): Promise<unknown>;
  readonly partCount: number;
  complete(): Promise<unknown>;
}

/** Uploads by parts of 8 MiB, by an administrator, by the use cases over the real adapters. */
export class PartUploads {
  private readonly begin: BeginUpload;
  private readonly putPart: PutPart;
  private readonly complete: CompleteUpload;

  constructor(
    private readonly registry: RegistryWorld,
    blobs: BlobStore,
    change: RegistryChange,
    links: Links,
  ) {
    const { database } = registry;
    const [rows, uploads, unit, clock] = [
      new PrismaArtifactStore(database),
      new PrismaUploadStore(database),
      new PrismaUnitOfWork(database),
      new SystemClock(),
    ];
    const signatures = new HmacPartSignatures([Buffer.alloc(32, 7)]);
    const parts = new UploadParts(uploads, blobs, signatures, links, clock);
    this.begin = new BeginUpload(rows, uploads, parts, change, unit, new PrismaIdempotencyStore(database), new UlidIds());
    this.putPart = new PutPart(rows, uploads, parts, blobs, signatures, clock);
    this.complete = new CompleteUpload(rows, uploads, new UploadCompleter(rows, uploads, parts, blobs, change, unit));
  }

  /** Announces a file of these bytes. */
  async of(at: OpenVersion, path: string, bytes: Uint8Array): Promise<BegunUpload> {
    const context = this.registry.admin;
    const file = { size: bytes.length, sha256: sha256(bytes), partSize: PART_BYTES };
    const { uploadId } = await this.begin.execute(context, { ...at, path, file });
    return {
      partCount: Math.ceil(bytes.length / PART_BYTES),
      put: (number) => {
        const content = inPieces(bytes.subarray((number - 1) * PART_BYTES, number * PART_BYTES));
        return this.putPart.execute({ context, ...at }, { uploadId, number, content, expected: { digests: [] } });
      },
      complete: () => this.complete.execute(context, { ...at, uploadId }),
    };
  }
}
