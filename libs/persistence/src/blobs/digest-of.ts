import { BlobDamagedError, type BlobKey, type WrittenBlob } from '#application/ports/blob-store';
import type { BlobBytes } from './blob-bytes.js';
import { ChunkDigests, PIECE_BYTES } from './chunk-digests.js';
import { onDisk } from './disk-failure.js';
import { givePiece, takePiece } from './piece-memory.js';

/** Reads all bytes of a blob once for their digests; one piece is read while another is hashed. @throws BlobDamagedError where it ends early. */
export async function digestOf(key: BlobKey, bytes: BlobBytes, progress?: (bytes: number) => void): Promise<WrittenBlob> {
  const digests = new ChunkDigests(true);
  let piece = takePiece();
  let spare = takePiece();
  try {
    let hashing: Promise<unknown> | undefined;
    for (let position = 0; position < bytes.size;) {
      const read = await onDisk(() => bytes.read(piece, 0, PIECE_BYTES, position));
      if (read === 0) throw new BlobDamagedError(key, `it ends after ${position} of ${bytes.size} bytes`);
      await hashing;
      hashing = digests.add(piece.subarray(0, read));
      // Awaited at the next piece; until then its failure must not count as unhandled.
      hashing?.catch(() => undefined);
      position += read;
      progress?.(position);
      [piece, spare] = [spare, piece];
    }
    await hashing;
    return await digests.finish();
  } finally {
    digests.drop();
    givePiece(piece);
    givePiece(spare);
  }
}
