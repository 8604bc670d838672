import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import {
  BlobStore,
  type ArrivedPart,
  type BlobKey,
  type ByteSpan,
  type DirectAnswer,
  type PartSlot,
  type PartUpload,
  type StoredBlob,
  type StoredObjectPage,
  type WrittenBlob,
  type WrittenPart,
} from '#application/ports/blob-store';
import type { S3Place } from '#platform/config/artifacts-config';
import { ChunkDigests } from '../chunk-digests.js';
import { readChunks } from '../chunk-reader.js';
import { S3Connection } from './s3-connection.js';
import { isMissing } from './s3-failure.js';
import { readObject, s3Source, sizeOfObject } from './s3-reader.js';
import { sendPart } from './s3-part-sender.js';
import { writeObject } from './s3-writer.js';

/** An upload by parts that nobody knows and that is older than this has been left by a process that was killed. */
const LEFTOVER_AGE_MS = 24 * 3_600_000;
/** No S3 lists more at once. */
const MOST_LISTED = 1_000;

/**
 * Blobs as objects of an S3-compatible bucket. The store itself makes an object appear whole or not at all, and keeps parts; what a killed
 * process leaves is an object without a row, found by the collector's list, or an unknown upload, found by the sweep: there are no notes.
 */
@Injectable()
export class S3BlobStore extends BlobStore implements OnApplicationShutdown {
  private readonly connection: S3Connection;

  constructor(
    place: S3Place,
    private readonly leftoverAgeMs = LEFTOVER_AGE_MS,
  ) {
    super();
    this.connection = new S3Connection(place);
  }

  override write(key: BlobKey, content: AsyncIterable<Uint8Array>, check?: (written: WrittenBlob) => void): Promise<WrittenBlob> {
    return writeObject(this.connection, key, content, check);
  }

  override async *read(blob: StoredBlob, span: ByteSpan): AsyncGenerator<Uint8Array> {
    yield* readChunks(await s3Source(this.connection, blob.key), blob, span);
  }

  override unsettle(): Promise<void> {
    return Promise.resolve();
  }

  override settle(): Promise<void> {
    return Promise.resolve();
  }

  override async delete(key: BlobKey): Promise<void> {
    await this.connection.run((s3) => s3.deleteObject(this.connection.at(key))).catch(() => undefined);
  }

  override async sweepTemporaries(isReferred: (key: BlobKey) => Promise<boolean>): Promise<number> {
    const { connection } = this;
    let removed = 0;
    let from: { KeyMarker?: string; UploadIdMarker?: string } | null = {};
    while (from !== null) {
      const page = await connection.run((s3) =>
        s3.listMultipartUploads({ Bucket: connection.place.bucket, Prefix: connection.blobs, ...from }),
      );
      for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
        const key = connection.keyOf(Key);
        const age = Date.now() - (Initiated?.getTime() ?? Date.now());
        if (key === undefined || UploadId === undefined || age < this.leftoverAgeMs || (await isReferred(key))) continue;
        await this.abort(key, UploadId);
        removed += 1;
      }
      const { IsTruncated, NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
      from = IsTruncated === true && KeyMarker !== undefined ? { KeyMarker, ...(UploadIdMarker ? { UploadIdMarker } : {}) } : null;
    }
    return removed;
  }

  override async beginParts(key: BlobKey): Promise<string> {
    const made = await this.connection.run((s3) => s3.createMultipartUpload(this.connection.at(key)));
    if (made.UploadId === undefined) throw new Error('the artifact store named no upload');
    return made.UploadId;
  }

  override async writePart(
    upload: PartUpload,
    slot: PartSlot,
    content: AsyncIterable<Uint8Array>,
    check?: (written: WrittenPart) => void,
  ): Promise<WrittenPart> {
    try {
      return await sendPart(this.connection, upload, slot, content, check);
    } catch (error) {
      // A store that refuses a part early breaks the connection off, and its answer is lost with it.
      const unknown = isMissing(error) || (error instanceof SlipwayError && error.code === 'UNAVAILABLE');
      if (unknown && !(await this.isOpen(upload))) throw ended(error);
      throw error;
    }
  }

  override partAddress({ key, storeUpload }: PartUpload, { number, size }: PartSlot, seconds: number): Promise<string> {
    const slot = { ...this.connection.at(key), UploadId: storeUpload, PartNumber: number };
    const bound = size === null ? {} : { ContentLength: size };
    return this.connection.presign((sdk, s3, { getSignedUrl }) =>
      getSignedUrl(s3, new sdk.UploadPartCommand({ ...slot, ...bound }), { expiresIn: seconds }),
    );
  }

  override async arrivedParts({ key, storeUpload }: PartUpload): Promise<readonly ArrivedPart[]> {
    const parts: ArrivedPart[] = [];
    let marker: string | undefined;
    do {
      const from = { ...this.connection.at(key), UploadId: storeUpload, ...(marker === undefined ? {} : { PartNumberMarker: marker }) };
      const page = await this.connection.run((s3) => s3.listParts(from)).catch(noneWhereMissing);
      for (const { PartNumber, Size, ETag } of page.Parts ?? []) {
        if (PartNumber !== undefined) parts.push({ number: PartNumber, size: Size ?? 0, tag: ETag ?? '' });
      }
      marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
    } while (marker !== undefined);
    return parts;
  }

  override async assemble({ key, storeUpload }: PartUpload, parts: readonly ArrivedPart[]): Promise<void> {
    const Parts = parts.map(({ number, tag }) => ({ PartNumber: number, ETag: tag }));
    const all = { ...this.connection.at(key), UploadId: storeUpload, MultipartUpload: { Parts } };
    try {
      if (parts.length > 0) await this.connection.runPatiently((s3) => s3.completeMultipartUpload(all));
      else await sizeOfObject(this.connection, key);
    } catch (error) {
      if (error instanceof SlipwayError) throw error;
      // Somebody else was faster, or died right after it.
      if (isMissing(error) && (await this.isThere(key))) return;
      throw new SlipwayError('INVALID_STATE', 'Parts of this upload are gone from the artifact store; send them again.', { cause: error });
    }
  }

  override async abandonParts({ key, storeUpload }: PartUpload): Promise<void> {
    if (storeUpload !== '') await this.abort(key, storeUpload);
    await this.delete(key);
  }

  override async digest(key: BlobKey, progress?: (bytes: number) => void): Promise<WrittenBlob> {
    const end = await sizeOfObject(this.connection, key);
    const digests = new ChunkDigests();
    let read = 0;
    for await (const bytes of readObject(this.connection, key, { start: 0, end })) {
      void digests.add(bytes);
      read += bytes.length;
      progress?.(read);
    }
    return digests.finish();
  }

  override async list(after: string | null, limit: number): Promise<StoredObjectPage> {
    const { connection } = this;
    const from = { Bucket: connection.place.bucket, Prefix: connection.blobs, MaxKeys: Math.min(limit, MOST_LISTED) };
    const page = await connection.run((s3) => s3.listObjectsV2({ ...from, ...(after === null ? {} : { StartAfter: after }) }));
    const objects = (page.Contents ?? []).flatMap(({ Key, Size, LastModified }) => {
      const key = connection.keyOf(Key);
      return key === undefined || LastModified === undefined ? [] : [{ key, size: Size ?? 0, modifiedAt: LastModified }];
    });
    return { objects, next: page.IsTruncated === true ? (page.Contents?.at(-1)?.Key ?? null) : null };
  }

  override readAddress(key: BlobKey, { contentType, contentDisposition, seconds }: DirectAnswer): Promise<string> {
    const answer = { ResponseContentType: contentType, ResponseContentDisposition: contentDisposition };
    return this.connection.presign((sdk, s3, { getSignedUrl }) =>
      getSignedUrl(s3, new sdk.GetObjectCommand({ ...this.connection.at(key), ...answer }), { expiresIn: seconds }),
    );
  }

  override async ready(): Promise<void> {
    const { bucket } = this.connection.place;
    try {
      await this.connection.run((s3) => s3.headBucket({ Bucket: bucket }));
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw this.connection.noBucket(error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }

  private async abort(key: BlobKey, UploadId: string): Promise<void> {
    await this.connection.run((s3) => s3.abortMultipartUpload({ ...this.connection.at(key), UploadId })).catch(() => undefined);
  }

  private isOpen({ key, storeUpload }: PartUpload): Promise<boolean> {
    const first = { ...this.connection.at(key), UploadId: storeUpload, MaxParts: 1 };
    return this.connection
      .run((s3) => s3.listParts(first))
      .then(
        () => true,
        (error: unknown) => !isMissing(error),
      );
  }

  private isThere(key: BlobKey): Promise<boolean> {
    return this.connection
      .run((s3) => s3.headObject(this.connection.at(key)))
      .then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      );
  }
}

function noneWhereMissing(error: unknown): { Parts?: undefined; IsTruncated?: undefined; NextPartNumberMarker?: undefined } {
  if (isMissing(error)) return {};
  throw error;
}

function ended(cause: unknown): SlipwayError {
  return new SlipwayError('INVALID_STATE', 'The upload has ended meanwhile; this part was not kept.', { cause });
}
