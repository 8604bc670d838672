// What a folder of programs keeps of former builds (bundle.mjs): a service that was started from it may still ask for a part. Node's own modules only.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFileIn, PROGRAMS } from './programs.mjs';

/** Milliseconds for which a file stays after the first build that left it out. */
const STAYS_MS = 7 * 24 * 3_600_000;
/** Since when each former file is one. What does not stand there yet, because a build was killed or is older than this, becomes one now. */
const RECORD = '.former';

/**
 * Removes what no build has named for a week. A build that is killed before or within it only makes files stay longer.
 * @param folder the folder of the programs.
 * @param named the files that the build has just put there.
 * @param now milliseconds since 1970.
 */
export function removeFormer(folder, named, now = Date.now()) {
  const record = join(folder, RECORD);
  const before = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
  const current = new Set(named);
  const former = readdirSync(folder).filter((file) => !file.startsWith('.') && !current.has(file));
  const since = (file) => before[file] ?? now;
  writeFileSync(record, JSON.stringify(Object.fromEntries(former.map((file) => [file, since(file)]))));
  for (const file of former) if (since(file) < now - STAYS_MS) rmSync(join(folder, file), { force: true });
}

/** Lets programs start from single files again; the parts stay for services that run from them. @param dist where the folders are. */
export function removePrograms(dist) {
  for (const [folder, programs] of Object.entries(PROGRAMS)) {
    for (const file of [join(dist, folder, '.built'), ...programs.map((program) => programFileIn(folder, program, dist))])
      rmSync(file, { force: true });
  }
}
