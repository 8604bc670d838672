import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Release 0.1.0, the commit of the tag v0.1.0. */
const COMMIT = '8d46cb6';
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** Inside node_modules, so that its code finds today's packages, which are those of then and some more; kept for the next run. */
const CACHE = join(ROOT, 'node_modules', '.cache');

/** The sources of release 0.1.0, ready to be run, or null where this checkout has no history of them (a shallow clone). */
export async function previousRelease(): Promise<URL | null> {
  const folder = join(CACHE, `slipway-${COMMIT}`);
  if (!existsSync(folder)) {
    const known = await promisify(execFile)('git', ['-c', 'safe.directory=*', 'cat-file', '-e', `${COMMIT}^{commit}`], { cwd: ROOT }).catch(
      () => null,
    );
    if (known === null) return null;
    await mkdir(CACHE, { recursive: true });
    const partial = await mkdtemp(`${folder}-`);
    await unpack(partial);
    await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/prisma/build/index.js'), 'generate'], {
      cwd: partial,
      // Without it Prisma downloads a native engine that generating does not use.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
    });
    // Of two runs that made it at once, one wins.
    await rename(partial, folder).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return pathToFileURL(`${folder}/`);
}

async function unpack(folder: string): Promise<void> {
  const tar = spawn('tar', ['-x', '-f', '-', '-C', folder], { stdio: ['pipe', 'inherit', 'inherit'] });
  const git = spawn('git', ['-c', 'safe.directory=*', 'archive', COMMIT, 'package.json', 'prisma', 'prisma.config.ts', 'apps', 'libs'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  git.stdout.pipe(tar.stdin);
  const [code]: unknown[] = await once(tar, 'close');
  if (code !== 0) throw new Error(`tar ended with ${String(code)}`);
}
