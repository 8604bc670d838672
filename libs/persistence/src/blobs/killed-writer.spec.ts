import { once } from 'node:events';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { blobFiles, filesUnder, unfinished } from '#testing/artifacts/blob-files';
import { forkTypescript } from '#testing/child-process/fork-typescript';
import { DiskBlobStore } from './disk-blob-store.js';

let root: string;
beforeEach(async () => {
  const made = await mkdtemp(join(tmpdir(), 'slipway-killed-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  root = made;
});

/** Starts a writer and kills it (SIGKILL) once it has said so. */
async function killedWriter(id: string, how: 'endless' | 'whole', when: 'writing' | 'written'): Promise<void> {
  const child = forkTypescript(new URL('./killed-writer.fixture.ts', import.meta.url), [root, id, how]);
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message) => message === when && resolve());
    // After the kill it is settled already, and this changes nothing.
    child.once('exit', (code) => reject(new Error(`the writer ended with ${String(code)}`)));
  });
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const never = () => Promise.resolve(false);
const always = () => Promise.resolve(true);

it('leaves no readable blob when the writer is killed in the middle, and the next boot clears its rest', async () => {
  await killedWriter('blb_KILLED', 'endless', 'writing');
  expect(await blobFiles(root)).toEqual([]);
  expect(await unfinished(root)).toHaveLength(1);
  const store = new DiskBlobStore(root);
  expect(await store.sweepTemporaries(never)).toBe(1);
  expect(await filesUnder(root)).toEqual(['slipway-artifacts']);
});

it('lets the database decide about a blob whose writer was killed before or after the commit', async () => {
  await killedWriter('blb_LOST', 'whole', 'written');
  await killedWriter('blb_KEPT', 'whole', 'written');
  const store = new DiskBlobStore(root);
  // A commit may still be on its way through the database.
  expect(await store.sweepTemporaries(never)).toBe(0);
  const minuteAgo = new Date(Date.now() - 60_000);
  for (const path of await unfinished(root)) await utimes(join(root, 'incoming', path), minuteAgo, minuteAgo);
  expect(await store.sweepTemporaries((key) => Promise.resolve(key.id === 'blb_KEPT'))).toBe(1);
  expect((await blobFiles(root)).map((path) => path.slice(-8))).toEqual(['blb_KEPT']);
  expect(await store.sweepTemporaries(always)).toBe(0);
});
