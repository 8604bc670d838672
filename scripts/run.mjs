// `node scripts/run.mjs libs/persistence/src/migrate/main.js [arguments]`: compiles what is newer than dist, then runs one of our programs in
// this process. The path is that of the source, seen from the root, ending in .js.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureGenerated, ensureInstalled, main, root } from './lib.mjs';

const [, , program, ...rest] = process.argv;
await main(async () => {
  if (program === undefined) throw new Error('usage: node scripts/run.mjs <program>.js [arguments]');
  await ensureInstalled();
  await ensureGenerated();
  await ensureBuilt();
});
if (process.exitCode === undefined) {
  const file = join(root, 'dist', program);
  process.argv = [process.argv[0], file, ...rest];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(file).href);
}
