// `npm start`: installs, generates and compiles what is missing, then runs the service in this very process, so that signals and the exit
// code need nobody to pass them on.
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureGenerated, ensureInstalled, main } from './lib.mjs';
import { programFile } from './programs.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureGenerated();
  await ensureBuilt();
});
if (process.exitCode === undefined) {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(programFile('apps/server/src/main')).href);
}
