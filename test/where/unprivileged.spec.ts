import { chown, mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { runProgram } from '#testing/operation/run-program';
import { notRun } from '#testing/peers/not-run';
import { tellStory } from '#testing/where/tell-story';

const SERVER = new URL('../../apps/server/src/main.ts', import.meta.url);
const LONG_MS = 240_000;
/** `nobody` and `nogroup` on Debian; any account without rights will do. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** Boots all in one process on a new home and tells the story there. @returns who the database server runs as. */
async function bootAndTell(uid: number | null): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'slipway-account-'));
  if (uid !== null) await chown(home, uid, uid);
  onTestFinished(() => removeEmbeddedPostgres(home));
  const prefix = uid === null ? [] : ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--no-new-privs'];
  const server = runProgram(SERVER, { SLIPWAY_HOME: home, HOME: home, PORT: '0' }, [], prefix);
  onTestFinished(async () => void (await server.stop()));
  const [, url = ''] = await server.waitFor(/Slipway is running at (\S+)/);
  const running = await readFile(`/proc/${server.child.pid}/status`, 'utf8');
  expect(Number(/^Uid:\s+(\d+)/m.exec(running)?.[1])).toBe(uid ?? process.getuid?.());
  const token = join(home, 'admin-token');
  expect((await stat(token)).mode & 0o777).toBe(0o600);
  await tellStory(url, (await readFile(token, 'utf8')).trim());
  expect(await server.stop()).toBe(0);
  expect(server.stderr()).toBe('');
}

describe.skipIf(process.platform !== 'linux')('whoever it runs as', () => {
  // At once: most of a story is waiting for deploys.
  it(
    'boots on nothing and tells the story, as who runs the tests and, where that is root, as an account without any right',
    async () => void (await Promise.all((isRoot ? [null, NOBODY] : [null]).map(bootAndTell))),
    LONG_MS,
  );
});

if (!isRoot) notRun('only root can start a program as another account');
