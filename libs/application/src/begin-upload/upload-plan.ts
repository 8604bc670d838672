import { invalid } from '#domain/errors/slipway-error';

const MIB = 1024 * 1024;
/** The smallest part: parts end where chunks end, and no S3 takes less than 5 MiB. */
export const MIN_PART_BYTES = 8 * MIB;
/** No S3 takes a larger part (Amazon S3, multipart upload limits). */
export const MAX_PART_BYTES = 5 * 1024 * MIB;
/** No S3 takes more of them. */
export const MAX_PARTS = 10_000;
/** The largest object that every S3 takes: 5 TiB. */
export const MAX_UPLOAD_BYTES = 5 * 1024 * 1024 * MIB;
/** What is lost at most when a connection breaks. */
const USUAL_PART_BYTES = 32 * MIB;

/** How a file is cut into parts. */
export interface UploadPlan {
  readonly partSize: number;
  readonly partCount: number;
}

/**
 * Cuts a file of `size` bytes into parts: of `wanted` bytes, else of 32 MiB or so many more that 10,000 parts are enough.
 * @throws SlipwayError INVALID_ARGUMENT for a size or part size outside the limits.
 */
export function planUpload(size: number, wanted?: number): UploadPlan {
  if (!Number.isSafeInteger(size) || size < 1 || size > MAX_UPLOAD_BYTES) {
    throw invalid(
      '/size',
      'size',
      `An upload by parts has 1 to ${MAX_UPLOAD_BYTES} bytes (5 TiB); put an empty file with PUT .../artifacts/{path}.`,
    );
  }
  const needed = Math.ceil(Math.ceil(size / MAX_PARTS) / MIN_PART_BYTES) * MIN_PART_BYTES;
  const partSize = wanted ?? Math.max(USUAL_PART_BYTES, needed);
  if (partSize % MIN_PART_BYTES !== 0 || partSize < needed || partSize > MAX_PART_BYTES) {
    const message = `Parts of this file have ${needed} to ${MAX_PART_BYTES} bytes (5 GiB), in multiples of ${MIN_PART_BYTES} (8 MiB): there are at most ${MAX_PARTS}.`;
    throw invalid('/partSize', 'part_size', message);
  }
  return { partSize, partCount: Math.ceil(size / partSize) };
}

/** Bytes that part `number` must have, or null where the client decides. */
export function sizeOfPart(upload: { size: number | null; partSize: number | null; partCount: number }, number: number): number | null {
  if (upload.size === null || upload.partSize === null) return null;
  return number < upload.partCount ? upload.partSize : upload.size - (upload.partCount - 1) * upload.partSize;
}
