// `node scripts/run.mjs libs/persistence/src/migrate/main.js [arguments]`: compiles what is newer than dist, then runs one of our programs in
// this process. The path is that of the source, seen from the root, ending in .js.
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureGenerated, ensureInstalled, main } from './lib.mjs';
import { programFile } from './programs.mjs';

const [, , program, ...rest] = process.argv;
await main(async () => {
  if (program === undefined) throw new Error('usage: node scripts/run.mjs <program>.js [arguments]');
  await ensureInstalled();
  await ensureGenerated();
  await ensureBuilt();
});
if (process.exitCode === undefined) {
  const file = programFile(program.replace(/\.js$/, ''));
  process.argv = [process.argv[0], file, ...rest];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(file).href);
}
