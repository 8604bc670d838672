import { spawnSync } from 'node:child_process';
import { findPeer } from '../peers/peer.js';

const TRIES = 5;

/**
 * The environment of a process whose clock is off by so much, such as `+2m` or `-1d`; null where faketime is not installed. The library is loaded
 * into the process itself: the command `faketime` would stand between it and whoever kills it.
 */
export function fakeClock(by: string): Readonly<Record<string, string>> | null {
  const faketime = findPeer('faketime');
  if (faketime === null) return null;
  // It makes a semaphore named after its process, and fails where one that was killed under the same number has left one behind.
  for (let left = TRIES; left > 0; left -= 1) {
    const { stdout } = spawnSync(faketime, ['-f', by, 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' });
    const library = stdout.trim();
    if (library !== '') return { LD_PRELOAD: library, FAKETIME: by, FAKETIME_DONT_RESET: '1' };
  }
  throw new Error(`${faketime} is there and does not work`);
}
