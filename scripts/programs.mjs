// The programs that `dist` holds in few files (bundle.mjs), and where each starts. Node's own modules only, because this is read before anything
// is installed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');

/** By the folder in `dist` that they are put into: programs by the path that the compiler gives them, without `.js`. */
export const PROGRAMS = {
  // What is started in production.
  programs: [
    'apps/api/src/main',
    'apps/worker/src/main',
    'apps/server/src/main',
    'apps/server/src/admin-token/main',
    'apps/server/src/backup/main',
    'apps/server/src/collect-garbage/main',
    'apps/server/src/restore/main',
    'apps/server/src/rotate-audit-key/main',
    'libs/persistence/src/migrate/main',
  ],
  // What the tests start beside them.
  'test-programs': ['libs/testing/src/crash/main', 'libs/testing/src/crash/points/main'],
};

/** The file that a program starts from: that of its own folder where there is one, else what the compiler wrote. @param program its path in `dist`, without `.js`. */
export function programFile(program) {
  const bundled = Object.keys(PROGRAMS).map((folder) => programFileIn(folder, program));
  return bundled.find((file) => existsSync(file)) ?? join(dist, `${program}.js`);
}

/** Where a program stands among those in few files. @param folder one of PROGRAMS. */
export function programFileIn(folder, program, within = dist) {
  return join(within, folder, `${nameOf(program)}.js`);
}

/** A program's file in its folder, without `.js`. */
export function nameOf(program) {
  return program.replaceAll('/', '-');
}
