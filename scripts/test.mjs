// `npm test`: installs and generates what is missing, then runs vitest; arguments are passed on (`npm test -- libs/domain`).
// `npm run test:long`: the tests that take long (test/**/*.long.ts), with seeds and sizes from the environment, each printed.
import { join } from 'node:path';
import { ensureBuilt, ensureGenerated, ensureInstalled, main, root, run } from './lib.mjs';

const given = process.argv.slice(2);
const long = given[0] === '--long';

await main(async () => {
  await ensureInstalled();
  await ensureGenerated();
  // Where everything is run once, the processes under test start from dist, as they do for users: some hundred starts from sources cost more
  // than one build. Who runs one suite over and over needs no build.
  const built = (process.env.CI ?? '') !== '';
  if (built) await ensureBuilt({ programs: ['programs', 'test-programs'] });
  try {
    await run(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...(long ? ['--project', 'long', ...given.slice(1)] : given)],
      {
        env: { ...(long ? { SLIPWAY_TEST_LONG: '1' } : {}), ...(built ? { SLIPWAY_TEST_BUILT: '1' } : {}) },
      },
    );
  } catch (error) {
    // vitest has said what failed.
    process.exitCode = error.code ?? 1;
  }
});
