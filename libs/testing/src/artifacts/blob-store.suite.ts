import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlobDamagedError, type BlobKey, type BlobStore, type PartUpload, type StoredBlob } from '#application/ports/blob-store';
import { collect, inPieces, patterned, sha256 } from '#testing/artifacts/bytes';
import { CHUNK_BYTES } from '#persistence/blobs/chunk-digests';

/** A store under test, and how to spoil what it holds. */
export interface StoreUnderTest {
  readonly store: BlobStore;
  /** Every file or object that lies there, blobs and parts alike. */
  readonly everything: () => Promise<readonly string[]>;
  /** Turns one bit of a stored blob around. */
  readonly flip: (key: BlobKey, offset: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const PART = CHUNK_BYTES;

/** What every blob store promises. */
export function describeBlobStore(name: string, start: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest;
    let store: BlobStore;
    let count = 0;
    beforeAll(async () => {
      under = await start();
      store = under.store;
    });
    afterAll(() => under.stop());

    const nextKey = (): BlobKey => ({ workspace: 'default', id: `blb_SUITE${String((count += 1)).padStart(4, '0')}` });
    const read = (blob: StoredBlob, span = { start: 0, end: blob.size }) => collect(store.read(blob, span));
    const stored = async (bytes: Uint8Array, piece?: number): Promise<StoredBlob> => {
      const key = nextKey();
      const written = await store.write(key, inPieces(bytes, piece));
      await store.settle(key);
      return { ...written, key };
    };
    const begun = async (): Promise<PartUpload> => {
      const key = nextKey();
      return { key, storeUpload: await store.beginParts(key, null) };
    };
    const put = (upload: PartUpload, number: number, bytes: Uint8Array) =>
      store.writePart(upload, { number, size: bytes.length }, inPieces(bytes));
    const digestsOf = (bytes: Uint8Array): string[] =>
      Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, i) =>
        sha256(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
      );

    it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, 2 * CHUNK_BYTES + 12_345])('gives back %i bytes as they were written', async (size) => {
      const bytes = patterned(size);
      const blob = await stored(bytes, 1_000_003);
      expect(blob).toMatchObject({ size, sha256: sha256(bytes) });
      expect(Buffer.from(blob.chunks).toString('hex')).toBe(digestsOf(bytes).join(''));
      expect((await read(blob)).equals(bytes)).toBe(true);
      await store.delete(blob.key);
    });

    it.each([
      [0, 1],
      [CHUNK_BYTES - 1, CHUNK_BYTES + 1],
      [CHUNK_BYTES, 2 * CHUNK_BYTES],
      [2 * CHUNK_BYTES + 9, 2 * CHUNK_BYTES + 10],
      [5, 5],
    ])('gives out exactly the bytes from %i to %i', async (from, end) => {
      const bytes = patterned(2 * CHUNK_BYTES + 10);
      const blob = await stored(bytes);
      expect((await read(blob, { start: from, end })).equals(bytes.subarray(from, end))).toBe(true);
      await store.delete(blob.key);
    });

    it('gives out nothing of a chunk with a flipped bit, and all before it', async () => {
      const bytes = patterned(2 * CHUNK_BYTES);
      const blob = await stored(bytes);
      await under.flip(blob.key, CHUNK_BYTES + 77);
      const got: Uint8Array[] = [];
      const reading = (async () => {
        for await (const piece of store.read(blob, { start: 3, end: blob.size })) got.push(piece);
      })();
      await expect(reading).rejects.toThrow(BlobDamagedError);
      expect(Buffer.concat(got).equals(bytes.subarray(3, CHUNK_BYTES))).toBe(true);
      await store.delete(blob.key);
    });

    it('calls what is missing, or of another size, damaged', async () => {
      const blob = await stored(patterned(100));
      await expect(read({ ...blob, size: 99 })).rejects.toThrow(BlobDamagedError);
      await store.delete(blob.key);
      await expect(read(blob)).rejects.toThrow(BlobDamagedError);
      await expect(store.digest(blob.key)).rejects.toThrow(BlobDamagedError);
      await store.delete(blob.key);
    });

    it.each([1_000, 3 * CHUNK_BYTES])('keeps nothing of %i bytes that are broken off, or not the announced ones', async (size) => {
      const before = await under.everything();
      async function* brokenOff(): AsyncGenerator<Uint8Array> {
        yield* inPieces(patterned(size));
        throw new Error('aborted');
      }
      await expect(store.write(nextKey(), brokenOff())).rejects.toThrow('aborted');
      const refuse = () => {
        throw new Error('another digest');
      };
      await expect(store.write(nextKey(), inPieces(patterned(size)), refuse)).rejects.toThrow('another digest');
      expect(await under.everything()).toEqual(before);
    });

    it('makes a blob of parts that come in any order, the last of each counting', async () => {
      const bytes = patterned(2 * PART + 77);
      const upload = await begun();
      await put(upload, 3, bytes.subarray(2 * PART));
      await put(upload, 1, patterned(PART, 9));
      await put(upload, 2, bytes.subarray(PART, 2 * PART));
      expect(await put(upload, 1, bytes.subarray(0, PART))).toMatchObject({
        number: 1,
        size: PART,
        sha256: sha256(bytes.subarray(0, PART)),
      });
      const parts = await store.arrivedParts(upload);
      expect(parts.map(({ number, size }) => [number, size])).toEqual([
        [1, PART],
        [2, PART],
        [3, 77],
      ]);
      await store.assemble(upload, parts);
      // Whoever comes after a process that died here finds no parts any more.
      expect(await store.arrivedParts(upload)).toEqual([]);
      await store.assemble(upload, parts);
      await store.assemble(upload, []);
      const seen: number[] = [];
      const written = await store.digest(upload.key, (at) => seen.push(at));
      expect(written).toMatchObject({ size: bytes.length, sha256: sha256(bytes) });
      expect([Buffer.from(written.chunks).toString('hex'), seen.at(-1)]).toEqual([digestsOf(bytes).join(''), bytes.length]);
      await store.settle(upload.key);
      const blob = { ...written, key: upload.key };
      expect((await read(blob)).equals(bytes)).toBe(true);
      expect((await read(blob, { start: PART - 3, end: PART + 3 })).equals(bytes.subarray(PART - 3, PART + 3))).toBe(true);
      await expect(put(upload, 1, patterned(PART, 9))).rejects.toMatchObject({ code: 'INVALID_STATE' });
      await store.abandonParts(upload);
      await expect(read(blob)).rejects.toThrow(BlobDamagedError);
    });

    it('takes parts of any sizes that a client chooses', async () => {
      const bytes = patterned(16_000_000);
      const upload = await begun();
      const cuts = [0, 6_000_001, 12_500_000, 16_000_000];
      for (const number of [1, 2, 3]) await put(upload, number, bytes.subarray(cuts[number - 1], cuts[number]));
      await store.assemble(upload, await store.arrivedParts(upload));
      const blob = { ...(await store.digest(upload.key)), key: upload.key };
      expect(blob.sha256).toBe(sha256(bytes));
      expect((await read(blob)).equals(bytes)).toBe(true);
      // As a restore from a backup does.
      const again = { ...(await store.write(upload.key, inPieces(bytes))), key: upload.key };
      expect((await read(again)).equals(bytes)).toBe(true);
      await store.delete(upload.key);
    });

    it('keeps no part that is broken off or refused', async () => {
      const upload = await begun();
      async function* brokenOff(): AsyncGenerator<Uint8Array> {
        yield patterned(1_000_000);
        throw new Error('aborted');
      }
      await expect(store.writePart(upload, { number: 1, size: PART }, brokenOff())).rejects.toThrow('aborted');
      const refuse = () => {
        throw new Error('another digest');
      };
      await expect(store.writePart(upload, { number: 1, size: 1_000 }, inPieces(patterned(1_000)), refuse)).rejects.toThrow(
        'another digest',
      );
      expect(await store.arrivedParts(upload)).toEqual([]);
      await store.abandonParts(upload);
    });

    it('stops reading for digests when it is told to', async () => {
      const blob = await stored(patterned(3 * CHUNK_BYTES));
      const stop = () => {
        throw new Error('stop');
      };
      await expect(store.digest(blob.key, stop)).rejects.toThrow('stop');
      await store.delete(blob.key);
    });

    it('forgets an upload with all its parts, again and again', async () => {
      const before = await under.everything();
      const upload = await begun();
      await put(upload, 1, patterned(PART));
      await store.abandonParts(upload);
      await store.abandonParts(upload);
      expect(await store.arrivedParts(upload)).toEqual([]);
      await expect(put(upload, 1, patterned(PART))).rejects.toMatchObject({ code: 'INVALID_STATE' });
      await expect(store.assemble(upload, [])).rejects.toMatchObject({ code: 'INVALID_STATE' });
      expect(await under.everything()).toEqual(before);
    });

    it('lists what lies there page by page, with sizes and times', async () => {
      const made = [await stored(patterned(10)), await stored(patterned(20)), await stored(patterned(30))];
      const upload = await begun();
      await put(upload, 1, patterned(40));
      await store.assemble(upload, await store.arrivedParts(upload));
      const listed = new Map<string, number>();
      let after: string | null = null;
      do {
        const page = await store.list(after, 2);
        expect(page.objects.length).toBeLessThanOrEqual(2);
        for (const { key, size, modifiedAt } of page.objects) {
          expect(Math.abs(Date.now() - modifiedAt.getTime())).toBeLessThan(120_000);
          listed.set(key.id, size);
        }
        after = page.next;
      } while (after !== null);
      expect(Object.fromEntries(listed)).toEqual(
        Object.fromEntries([...made.map(({ key, size }) => [key.id, size]), [upload.key.id, 40]] as [string, number][]),
      );
      for (const { key } of [...made, upload]) await store.delete(key);
      expect((await store.list(null, 10)).objects).toEqual([]);
    });

    it('is ready', async () => {
      await expect(store.ready()).resolves.toBeUndefined();
    });
  });
}
