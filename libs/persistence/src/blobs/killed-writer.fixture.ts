import { DiskBlobStore } from './disk-blob-store.js';

/** Writes into the store of the first argument: without end, or (`whole`) one piece, and then waits to be killed. */
const [root = '', id = '', how = ''] = process.argv.slice(2);

async function* content(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(3 * 1024 * 1024).fill(1);
  process.send?.('writing');
  if (how === 'endless') await new Promise(() => setInterval(() => undefined, 1_000));
}

await new DiskBlobStore(root).write({ workspace: 'default', id }, content());
process.send?.('written');
setInterval(() => undefined, 1_000);
