import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../../', import.meta.url);
/** What scripts/programs.mjs names: where the build puts programs into few files. */
const FOLDERS = ['programs', 'test-programs'];

/**
 * The compiled form of one of our sources where `npm test` has built (`SLIPWAY_TEST_BUILT`, as CI does), as users start it, else null: a process
 * then starts from its sources through hooks, which needs no build but costs it 4 s of processor time more.
 */
export function builtProgram(source: URL): URL | null {
  if ((process.env['SLIPWAY_TEST_BUILT'] ?? '') === '' || !source.href.startsWith(ROOT.href)) return null;
  const built = startFile(new URL('dist/', ROOT), source.href.slice(ROOT.href.length).replace(/\.ts$/, ''));
  return existsSync(fileURLToPath(built)) ? built : null;
}

/** The file that a compiled program starts from. @param program its path in `dist`, without `.js`. */
export function startFile(dist: URL, program: string): URL {
  const inFew = FOLDERS.map((folder) => new URL(`${folder}/${program.replaceAll('/', '-')}.js`, dist));
  return inFew.find((file) => existsSync(fileURLToPath(file))) ?? new URL(`${program}.js`, dist);
}
