import { Injectable } from '@nestjs/common';
import { sizeOfPart } from '#application/begin-upload/upload-plan';
import { BlobStore, type ArrivedPart, type PartUpload } from '#application/ports/blob-store';
import { Clock } from '#application/ports/clock';
import { PartSignatures } from '#application/ports/part-signatures';
import { UploadStore, type StoredUpload } from '#application/ports/upload-store';
import { Links } from '#application/shared/links';

/** For so long the address of a part works: as long as one part may take on a slow line, and no longer than a stolen one should. Seconds. */
export const ADDRESS_SECONDS = 3_600;

/** One part, and where its bytes may be put without a credential. */
export interface PartAddress {
  readonly number: number;
  /** Bytes; null where the client decides. */
  readonly size: number | null;
  /** Of the store, or a path of our own service where parts go through us. */
  readonly url: string;
  readonly urlExpiresAt: Date;
}

/** Uploads in the store: opened there when they are first needed, so that a row comes before what it stands for. */
@Injectable()
export class UploadParts {
  constructor(
    private readonly uploads: UploadStore,
    private readonly blobs: BlobStore,
    private readonly signatures: PartSignatures,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  /** @throws SlipwayError STORAGE_FULL, UNAVAILABLE. */
  async inStore(upload: StoredUpload): Promise<PartUpload> {
    const { key } = upload;
    if (upload.storeUpload !== null) return { key, storeUpload: upload.storeUpload };
    const made = await this.blobs.beginParts(key, upload.size);
    // Of two at once the first stands; what the other has opened is found by the sweep.
    return { key, storeUpload: (await this.uploads.nameInStore(upload.id, made)) ?? made };
  }

  /** The parts that have arrived in the size that they must have, by number. */
  async arrived(upload: StoredUpload): Promise<readonly ArrivedPart[]> {
    if (upload.storeUpload === null) return [];
    const all = await this.blobs.arrivedParts({ key: upload.key, storeUpload: upload.storeUpload });
    return all.filter(({ number, size }) => number <= upload.partCount && (sizeOfPart(upload, number) ?? size) === size);
  }

  /** Fresh addresses for parts of an open upload. */
  async addresses(upload: StoredUpload, numbers: readonly number[]): Promise<readonly PartAddress[]> {
    const stored = await this.inStore(upload);
    const expires = Math.floor(this.clock.now().getTime() / 1_000) + ADDRESS_SECONDS;
    const urlExpiresAt = new Date(expires * 1_000);
    return Promise.all(
      numbers.map(async (number) => {
        const slot = { number, size: sizeOfPart(upload, number) };
        const direct = await this.blobs.partAddress(stored, slot, ADDRESS_SECONDS);
        return { ...slot, url: direct ?? this.ownAddress(upload, slot, expires), urlExpiresAt };
      }),
    );
  }

  private ownAddress(upload: StoredUpload, { number, size }: { number: number; size: number | null }, expires: number): string {
    const signature = this.signatures.sign({ uploadId: upload.id, number, size, expires });
    // By the model's id, so that a new name of the model changes nothing.
    const { version = '' } = this.links.ofVersion(upload.modelId, upload.version);
    const bound = size === null ? '' : `&size=${size}`;
    return `${version}/uploads/${upload.id}/parts/${number}?expires=${expires}${bound}&signature=${signature}`;
  }
}
