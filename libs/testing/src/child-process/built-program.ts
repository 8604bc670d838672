import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../../', import.meta.url);

/**
 * The compiled form of one of our sources where `npm test` has built (`SLIPWAY_TEST_BUILT`, as CI does), else null: a process then starts from
 * its sources through hooks, which needs no build but costs it 1.6 s of processor time more.
 */
export function builtProgram(source: URL): URL | null {
  if ((process.env['SLIPWAY_TEST_BUILT'] ?? '') === '' || !source.href.startsWith(ROOT.href)) return null;
  const built = new URL(`dist/${source.href.slice(ROOT.href.length).replace(/\.ts$/, '.js')}`, ROOT);
  return existsSync(fileURLToPath(built)) ? built : null;
}
