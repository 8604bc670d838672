import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { acquireInstanceLock } from './instance-lock.js';
import { findNativeBinaries } from './native-binaries.js';
import { stopLeftover } from './postmaster.js';
import { prepareClusterFolder, serverAccount } from './server-account.js';

/**
 * Removes a home with its database for good, ending a server that a killed process left running on it. For the throw-away homes of tests.
 * @throws {AlreadyRunningError} while a process uses it.
 */
export async function removeEmbeddedPostgres(home: string): Promise<void> {
  const lock = await acquireInstanceLock(join(home, 'slipway.lock'), home);
  try {
    const place = prepareClusterFolder(home, serverAccount());
    const data = join(place.folder, 'data');
    if (existsSync(data)) await stopLeftover(findNativeBinaries(), place, data);
    rmSync(place.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  } finally {
    lock.release();
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
