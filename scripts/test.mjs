// `npm test`: installs and generates what is missing, then runs vitest; arguments are passed on (`npm test -- libs/domain`).
import { join } from 'node:path';
import { ensureGenerated, ensureInstalled, main, root, run } from './lib.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureGenerated();
  try {
    await run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]);
  } catch (error) {
    // vitest has said what failed.
    process.exitCode = error.code ?? 1;
  }
});
