import { MAX_PART_BYTES, MAX_UPLOAD_BYTES, MIN_PART_BYTES } from '#application/begin-upload/upload-plan';
import { VersionPath } from '../artifacts/artifacts.dto.js';
import { Bool, Int, NestedList, OneOf, Text, Timestamp } from '../fields.js';

const MAX_PATH = 4_096;
const MAX_PARTS_SHOWN = 1_000;

/** Which upload a route is about. */
export class UploadPath extends VersionPath {
  @Text({ min: 1, max: 64 })
  upload: string;
}

/** Which part of it. */
export class PartPath extends UploadPath {
  @Int({ min: 1, max: 10_000 })
  part: number;
}

/** The query of an address that was signed here. */
export class SignedQuery {
  @Int({ min: 0, optional: true, description: 'Seconds since 1970 until which the address works.' })
  expires?: number;

  @Int({ min: 0, optional: true, description: 'Bytes that the part must have.' })
  size?: number;

  @Text({ max: 64, optional: true, description: 'Instead of a credential; allows this part of this upload in this size and nothing else.' })
  signature?: string;
}

/** A file that is to come in parts. */
export class BeginUploadDto {
  @Text({ min: 1, max: MAX_PATH, description: 'Path of the file inside the version; slashes separate folders.' })
  path: string;

  @Int({ min: 1, max: MAX_UPLOAD_BYTES, description: 'Bytes of the file.' })
  size: number;

  @Text({ pattern: /^[0-9a-fA-F]{64}$/, hint: '64 hexadecimal digits', description: 'SHA-256 of all its bytes.' })
  sha256: string;

  @Int({
    min: MIN_PART_BYTES,
    max: MAX_PART_BYTES,
    optional: true,
    description: 'Bytes of every part but the last, a multiple of 8 MiB; 32 MiB, or as much as 10,000 parts need, if not given.',
  })
  partSize?: number;
}

/** Which parts to show. */
export class PartsQuery {
  @Int({ min: 0, max: 10_000, optional: true, description: 'Only parts with a greater number: `nextAfter` of the page before.' })
  after?: number;

  @Int({ min: 1, max: MAX_PARTS_SHOWN, optional: true, description: 'Parts of a page; 100 if not given.' })
  limit?: number;

  @Bool({ optional: true, description: 'Only parts that have not arrived.' })
  missing?: boolean;
}

/** One part of an upload. */
export class PartDto {
  @Int({ min: 1 })
  number: number;

  @Int({ nullable: true, description: 'Bytes that it must have.' })
  size: number | null;

  @Bool()
  arrived: boolean;

  @Text({ nullable: true, description: 'Where to PUT its bytes, without a credential; null once it has arrived.' })
  url: string | null;

  @Timestamp({ nullable: true, description: 'Until then the address works; GET the upload for a fresh one.' })
  urlExpiresAt: Date | null;
}

/** An upload, and a page of its parts. */
export class UploadDto {
  @Text()
  id: string;

  @Text()
  model: string;

  @Int()
  version: number;

  @Text({ max: MAX_PATH })
  path: string;

  @Int({ nullable: true, description: 'Bytes of the file.' })
  size: number | null;

  @Text({ nullable: true, max: 64 })
  sha256: string | null;

  @Int({ nullable: true, description: 'Bytes of every part but the last.' })
  partSize: number | null;

  @Int()
  partCount: number;

  @OneOf(['open', 'completing', 'completed', 'aborted'])
  state: string;

  @Text({ nullable: true, description: 'Why it was given up, where Slipway did so.' })
  failure: string | null;

  @Int({ description: 'Parts that have arrived; 0 once they were put together.' })
  arrivedParts: number;

  @Int()
  arrivedBytes: number;

  @Int({ description: 'Bytes that were read and compared while completing it.' })
  verifiedBytes: number;

  @Timestamp()
  createdAt: Date;

  @Timestamp({ description: 'Until then it must be completed.' })
  expiresAt: Date;

  @NestedList(() => PartDto, { description: 'In order; none unless the upload is open.' })
  parts: readonly PartDto[];

  @Int({ nullable: true, description: '`after` of the next page of parts.' })
  nextAfter: number | null;
}

/** A part that has arrived. */
export class ArrivedPartDto {
  @Int({ min: 1 })
  number: number;

  @Int({ description: 'Bytes.' })
  size: number;

  @Text({ max: 64, description: 'SHA-256 of its bytes.' })
  sha256: string;
}
