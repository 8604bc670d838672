import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { runProgram } from '#testing/operation/run-program';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { runSuites } from '#testing/where/run-suites';
import { tellStory } from '#testing/where/tell-story';

const SERVER = new URL('../../apps/server/src/main.ts', import.meta.url);
const LONG_MS = 300_000;

/** What differs most between versions of Node: network, streams, crypto, asynchronous scopes, files. The rest: `npm run test:long -- other-nodes`. */
const SUITES = [
  'libs/platform/src/outbound/outbound-client.spec.ts',
  'libs/platform/src/logging',
  'libs/platform/src/crypto',
  'apps/api/src/http/read-json.spec.ts',
];

describe.each(['node-22', 'node-24'] as const)('%s', (peer) => {
  const node = findPeer(peer);
  if (node === null) console.log(missingPeer(peer));

  it.skipIf(node === null)(
    'boots on nothing, tells the story, and stops in order',
    async () => {
      const program = node ?? '';
      expect(execFileSync(program, ['--version']).toString()).toMatch(new RegExp(`^v${peer.slice(5)}\\.`));
      const home = await mkdtemp(join(tmpdir(), 'slipway-node-'));
      onTestFinished(() => removeEmbeddedPostgres(home));
      const server = runProgram(SERVER, { SLIPWAY_HOME: home, PORT: '0' }, [], [], program);
      onTestFinished(async () => void (await server.stop()));
      const [, url = ''] = await server.waitFor(/Slipway is running at (\S+)/);
      await tellStory(url, (await readFile(join(home, 'admin-token'), 'utf8')).trim(), program);
      expect(await server.stop()).toBe(0);
      expect(server.stderr()).toBe('');
    },
    LONG_MS,
  );

  it.skipIf(node === null)(
    'passes the suites that lean on it most',
    async () => expect(await runSuites(node ?? '', SUITES)).toBeGreaterThan(20),
    LONG_MS,
  );
});
