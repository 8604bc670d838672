// What a folder of programs keeps of former builds (bundle.mjs): a service that was started from it may still ask for a part. Node's own modules only.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf, PROGRAMS } from './programs.mjs';

/** Milliseconds for which a file stays after the build that left it out. */
const STAYS_MS = 7 * 24 * 3_600_000;
/** The names that the newest build gave. */
const LIST = '.files';

/**
 * Removes what has been named by no build for a week, and writes down what this one names.
 * @param folder the folder of the programs.
 * @param named the files that the build has just put there.
 * @param now milliseconds since 1970.
 */
export function removeFormer(folder, named, now = Date.now()) {
  const list = join(folder, LIST);
  const before = new Set(existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []);
  const current = new Set(named);
  for (const file of readdirSync(folder)) {
    if (file.startsWith('.') || current.has(file)) continue;
    const path = join(folder, file);
    // From now on its time says since when it is a former one.
    if (before.has(file)) utimesSync(path, now / 1_000, now / 1_000);
    else if (statSync(path).mtimeMs < now - STAYS_MS) rmSync(path, { force: true });
  }
  writeFileSync(list, JSON.stringify([...current]));
}

/** Lets programs start from single files again; the parts stay for services that run from them. */
export function removePrograms(dist) {
  for (const [name, programs] of Object.entries(PROGRAMS)) {
    for (const file of ['.built', ...programs.map((program) => `${nameOf(program)}.js`)]) rmSync(join(dist, name, file), { force: true });
  }
}
