import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BlobDamagedError, type BlobStore, type ByteSpan, type StoredBlob } from '#application/ports/blob-store';
import { describeOnBothStores, startStore, type OwnStore } from '#testing/artifacts/artifact-stores';
import { flipByte } from '#testing/artifacts/blob-files';
import { inPieces, patterned } from '#testing/artifacts/bytes';
import { S3Proxy } from '#testing/artifacts/s3-proxy';
import { startS3Server, type S3Server } from '#testing/artifacts/s3-server';
import { heldMiB, settledMiB } from '#testing/memory/held-memory';
import { findPeer } from '#testing/peers/peer';
import { BlobLayout } from './blob-layout.js';
import { CHUNK_BYTES } from './chunk-digests.js';
import { givenChunks } from './chunk-room.js';
import { S3BlobStore } from './s3/s3-blob-store.js';

const MIB = 1024 * 1024;
const READERS = 60;
/** Readers that hold a chunk, and chunks that are read ahead. */
const [WHOLE, AHEAD] = [16, 8];
const bytes = patterned(44 * MIB + 5);
const all = { start: 0, end: bytes.length };

/** One who reads, and may stop at any time. */
class Reader {
  private readonly pieces: AsyncIterator<Uint8Array>;
  /** What it was given. */
  got = 0;
  /** Bytes that the last piece keeps in memory. */
  holds = 0;
  private same = true;

  constructor(
    store: BlobStore,
    blob: StoredBlob,
    private readonly span: ByteSpan,
  ) {
    this.pieces = store.read(blob, span)[Symbol.asyncIterator]();
  }

  /** @returns false where there is nothing more. */
  async take(): Promise<boolean> {
    const { done, value } = await this.pieces.next();
    if (done === true) return false;
    const at = this.span.start + this.got;
    this.same &&= bytes.subarray(at, at + value.length).equals(value);
    this.got += value.length;
    this.holds = value.buffer.byteLength;
    return true;
  }

  /** Takes all the rest. @returns whether it was given exactly what it asked for. */
  async goOn(): Promise<boolean> {
    while (await this.take());
    return this.onlyRight && this.got === this.span.end - this.span.start;
  }

  get onlyRight(): boolean {
    return this.same;
  }

  async leave(): Promise<void> {
    await this.pieces.return?.();
  }
}

const readers: Reader[] = [];
let crowded = 0;
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.leave();
  givenChunks.giveBack(crowded);
  crowded = 0;
});

/** Takes the room of so many readers, as if they had stopped with a chunk each. */
function crowd(count: number): void {
  crowded += count * CHUNK_BYTES;
  if (!givenChunks.take(count * CHUNK_BYTES)) throw new Error('there is less room than that: somebody did not give it back');
}

async function written(store: BlobStore, id: string): Promise<StoredBlob> {
  const key = { workspace: 'default', id };
  const blob = { ...(await store.write(key, inPieces(bytes))), key };
  await store.settle(key);
  return blob;
}

function reading(store: BlobStore, blob: StoredBlob, span: ByteSpan = all): Reader {
  const reader = new Reader(store, blob, span);
  readers.push(reader);
  return reader;
}

/** Readers that took one piece and take no more. */
async function stall(store: BlobStore, blob: StoredBlob, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await reading(store, blob).take();
}

describeOnBothStores((kind) => {
  let own: OwnStore;
  let store: BlobStore;
  let blob: StoredBlob;
  beforeAll(async () => {
    own = await startStore(kind);
    store = own.blobs;
    blob = await written(store, 'blb_STALLED');
  });
  afterAll(() => own.stop());

  it('holds no more than so many chunks for readers that stop, however many, and gives each its bytes when it goes on', async () => {
    const before = heldMiB();
    for (let index = 0; index < READERS; index += 1) {
      // From one chunk to the next, or within one.
      const start = (1 + (index % 5)) * CHUNK_BYTES - (index < READERS / 2 ? MIB : 3 * MIB) - index;
      await reading(store, blob, { start, end: Math.min(bytes.length, start + 2 * MIB) }).take();
    }
    expect(await settledMiB(before)).toBeLessThan(((WHOLE + AHEAD) * CHUNK_BYTES) / MIB + READERS / 2);
    for (const [index, reader] of readers.entries()) expect([index, await reader.goOn()]).toEqual([index, true]);
  });

  it('holds whole chunks for few, pieces for all others, and whole chunks again once those few have left', async () => {
    await stall(store, blob, WHOLE + 3);
    expect(readers.map(({ holds }) => holds)).toEqual([...Array(WHOLE).fill(CHUNK_BYTES), ...Array(3).fill(128 * 1024)]);
    for (const reader of readers.splice(0)) await reader.leave();
    crowd(WHOLE - 2);
    await stall(store, blob, 3);
    expect(readers.map(({ holds }) => holds)).toEqual([CHUNK_BYTES, CHUNK_BYTES, 128 * 1024]);
  });

  it('holds nothing for readers that have failed', async () => {
    const damaged = await written(store, 'blb_DAMAGED');
    await flipByte(new BlobLayout(own.root).fileOf(damaged.key), 2 * CHUNK_BYTES - 1);
    const fail = async () => {
      const reader = reading(store, damaged);
      await expect(reader.goOn()).rejects.toThrow(BlobDamagedError);
      expect([reader.onlyRight, reader.got]).toEqual([true, CHUNK_BYTES]);
    };
    await fail();
    crowd(WHOLE - 1);
    await fail();
    const other = reading(store, blob);
    await other.take();
    expect(other.holds).toBe(CHUNK_BYTES);
    await fail();
  });
});

describe('on disk', () => {
  it('gives out nothing of what changes between two readings', async () => {
    const own = await startStore('disk');
    const blob = await written(own.blobs, 'blb_CHANGES');
    crowd(WHOLE);
    const reader = reading(own.blobs, blob);
    await reader.take();
    await flipByte(new BlobLayout(own.root).fileOf(blob.key), 3 * MIB + 7);
    await expect(reader.goOn()).rejects.toThrow(/chunk 1 changes while it is read/);
    expect([reader.onlyRight, reader.got]).toEqual([true, 3 * MIB]);
    await own.stop();
  });
});

describe.skipIf(findPeer('versitygw') === null)('on S3, what is asked of the store', () => {
  let server: S3Server;
  let proxy: S3Proxy;
  let store: S3BlobStore;
  let blob: StoredBlob;
  beforeAll(async () => {
    server = await startS3Server();
    proxy = await S3Proxy.start(server.place);
    store = new S3BlobStore(proxy.place);
    blob = await written(store, 'blb_SEEN');
  });
  afterAll(async () => {
    await store.onApplicationShutdown();
    await proxy.stop();
    await server.stop();
  });
  afterEach(() => {
    proxy.reads.length = 0;
    proxy.spoiltOnceRead = undefined;
  });

  it('is every chunk once for a reader among few, by one request', async () => {
    expect(await reading(store, blob, { start: 5, end: bytes.length }).goOn()).toBe(true);
    expect(proxy.reads).toEqual([all]);
  });

  it('is the chunk, and again only what is wanted of it, for a reader among many', async () => {
    crowd(WHOLE);
    const start = 3 * CHUNK_BYTES + 128 * 1024;
    expect(await reading(store, blob, { start: start + 1, end: start + 2 }).goOn()).toBe(true);
    expect(proxy.reads).toEqual([
      { start: 3 * CHUNK_BYTES, end: 4 * CHUNK_BYTES },
      { start, end: start + 128 * 1024 },
    ]);
  });

  it('is let go of when a reader leaves, wherever it has stopped', async () => {
    crowd(WHOLE - 1);
    await stall(store, blob, 3);
    expect(readers.map(({ holds }) => holds)).toEqual([CHUNK_BYTES, 128 * 1024, 128 * 1024]);
    await expect.poll(() => proxy.open).toBe(3);
    for (const reader of readers.splice(0)) await reader.leave();
    await expect.poll(() => proxy.open).toBe(0);
  });

  it('counts as damaged where it comes otherwise the second time, and nothing of that is given out', async () => {
    crowd(WHOLE);
    proxy.spoiltOnceRead = CHUNK_BYTES + 3 * MIB + 7;
    const reader = reading(store, blob);
    const failed = await reader.goOn().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(BlobDamagedError);
    expect(String(failed)).toContain('chunk 2 changes while it is read');
    expect([reader.onlyRight, reader.got]).toEqual([true, CHUNK_BYTES + 3 * MIB]);
    await expect.poll(() => proxy.open).toBe(0);
  });

  it('counts as damaged where there is less of it than there was', async () => {
    const shrunk = await written(store, 'blb_SHRUNK');
    crowd(WHOLE);
    const reader = reading(store, shrunk);
    await reader.take();
    await truncate(new BlobLayout(join(server.folder, server.place.prefix)).fileOf(shrunk.key), CHUNK_BYTES);
    await expect(reader.goOn()).rejects.toThrow(BlobDamagedError);
    expect(reader.onlyRight).toBe(true);
  });
});
