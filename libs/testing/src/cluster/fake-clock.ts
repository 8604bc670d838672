import { spawnSync } from 'node:child_process';
import { findPeer } from '../peers/peer.js';

/**
 * The environment of a process whose clock is off by so much, such as `+2m` or `-1d`; null where faketime is not installed. The library is loaded
 * into the process itself: the command `faketime` would stand between it and whoever kills it.
 */
export function fakeClock(by: string): Readonly<Record<string, string>> | null {
  const faketime = findPeer('faketime');
  if (faketime === null) return null;
  const { stdout } = spawnSync(faketime, ['-f', by, 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' });
  const library = stdout.trim();
  return library === '' ? null : { LD_PRELOAD: library, FAKETIME: by, FAKETIME_DONT_RESET: '1' };
}
