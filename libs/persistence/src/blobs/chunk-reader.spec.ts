import { createHash, randomBytes } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { BlobDamagedError, type StoredBlob } from '#application/ports/blob-store';
import { sha256Hex } from '#platform/crypto/digest';
import type { BlobBytes } from './blob-bytes.js';
import { CHUNK_BYTES } from './chunk-digests.js';
import { readChunks } from './chunk-reader.js';
import { diskSource } from './disk-source.js';

const MIB = 1024 * 1024;
const content = randomBytes(CHUNK_BYTES + 3 * MIB + 5);
const chunks = Buffer.concat(
  [0, CHUNK_BYTES].map((start) =>
    createHash('sha256')
      .update(content.subarray(start, start + CHUNK_BYTES))
      .digest(),
  ),
);
const blob: StoredBlob = { key: { workspace: 'default', id: 'blb_1' }, size: content.length, sha256: sha256Hex(content), chunks };
const whole = { start: 0, end: content.length };

/** Bytes that are read in uneven pieces, as a disk may give them; `change` is done to the bytes before the nth reading, from `position` on. */
function bytesOf(change?: (bytes: Buffer, reading: number, position: number) => void): BlobBytes {
  const own = change === undefined ? content : Buffer.from(content);
  let readings = 0;
  return {
    size: own.length,
    read: async (target, at, length, position) => {
      change?.(own, (readings += 1), position);
      return own.copy(target, at, position, position + Math.min(length, 100_000));
    },
    close: async () => undefined,
  };
}

const sourceOf = (...how: Parameters<typeof bytesOf>) => diskSource(blob.key, bytesOf(...how));

type Reading = ReturnType<typeof readChunks>;
const stalled: Reading[] = [];
afterEach(async () => {
  for (const reading of stalled.splice(0)) await reading.return();
});

/** Readers that have taken one piece and take no more. @returns the bytes that they hold. */
async function stall(count: number): Promise<number> {
  let bytes = 0;
  for (let index = 0; index < count; index += 1) {
    const reading = readChunks(sourceOf(), blob, whole);
    stalled.push(reading);
    const { value } = await reading.next();
    bytes += value?.buffer.byteLength ?? 0;
  }
  return bytes;
}

async function all(reading: Reading): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of reading) pieces.push(piece);
  return Buffer.concat(pieces);
}

it('holds whole chunks for few readers and little for all others, however long they take', async () => {
  expect(await stall(16)).toBe(16 * CHUNK_BYTES);
  expect(await stall(100)).toBe(100 * 128 * 1024);
  for (const reading of stalled.splice(0)) await reading.return();
  expect(await stall(1)).toBe(CHUNK_BYTES);
});

it.each([
  ['all of it', 0, content.length],
  ['the end of a piece and the beginning of the next', 128 * 1024 - 3, 128 * 1024 + 7],
  ['over the border of two chunks', CHUNK_BYTES - 5, CHUNK_BYTES + 1],
  ['the last byte', content.length - 1, content.length],
  ['nothing', 9, 9],
])('gives the same bytes while others are slow: %s', async (_what, start, end) => {
  const alone = await all(readChunks(sourceOf(), blob, { start, end }));
  await stall(16);
  const beside = await all(readChunks(sourceOf(), blob, { start, end }));
  expect([alone.equals(content.subarray(start, end)), beside.equals(alone)]).toEqual([true, true]);
});

it('gives out nothing of a damaged chunk, nor what changes under the second reading', async () => {
  await stall(16);
  const flipped = readChunks(
    sourceOf((bytes) => bytes.writeUInt8(content.readUInt8(CHUNK_BYTES - 1) ^ 1, CHUNK_BYTES - 1)),
    blob,
    whole,
  );
  await expect(flipped.next()).rejects.toThrow(BlobDamagedError);
  let given = 0;
  // The second reading of the first chunk: the first one takes 128 calls, two for each piece.
  const changing = readChunks(
    sourceOf((bytes, reading) => void (reading > 140 && bytes.fill(0, 4 * MIB, 5 * MIB))),
    blob,
    whole,
  );
  const taken = (async () => {
    for await (const piece of changing) given += piece.length;
  })();
  await expect(taken).rejects.toThrow(/changes while it is read/);
  expect(given).toBe(4 * MIB);
});

it('reads the next chunk while the one before it is used', async () => {
  let furthest = 0;
  const reading = readChunks(
    sourceOf((_bytes, _reading, position) => (furthest = Math.max(furthest, position))),
    blob,
    whole,
  );
  stalled.push(reading);
  await reading.next();
  await expect.poll(() => furthest).toBeGreaterThan(content.length - 100_001);
});

it('fails in the place of the chunk that is damaged, and not before', async () => {
  const reading = readChunks(
    sourceOf((bytes) => bytes.writeUInt8(content.readUInt8(content.length - 1) ^ 1, content.length - 1)),
    blob,
    whole,
  );
  expect((await reading.next()).value?.length).toBe(CHUNK_BYTES);
  // By then the next one has been read and found bad.
  await stall(1);
  await expect(reading.next()).rejects.toThrow(/chunk 2 does not match its digest/);
});

it('reads nothing any more once a reader that left has been let go', async () => {
  let readings = 0;
  const reading = readChunks(
    sourceOf((_bytes, count) => (readings = count)),
    blob,
    whole,
  );
  await reading.next();
  await reading.return();
  const before = readings;
  await stall(1);
  expect(readings).toBe(before);
});
