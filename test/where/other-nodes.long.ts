import { describe, expect, it } from 'vitest';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { runSuites } from '#testing/where/run-suites';

/** `SLIPWAY_SUITES` names others, separated by white space. */
const SUITES = (process.env['SLIPWAY_SUITES'] ?? 'libs apps').split(/\s+/);

describe.each(['node-22', 'node-24'] as const)('%s', (peer) => {
  const node = findPeer(peer);
  if (node === null) process.stdout.write(`${missingPeer(peer)}\n`);

  it.skipIf(node === null)(`passes ${SUITES.join(' ')}`, async () => {
    const passed = await runSuites(node ?? '', SUITES);
    process.stdout.write(`${peer}: ${passed} tests passed\n`);
    expect(passed).toBeGreaterThan(0);
  });
});
