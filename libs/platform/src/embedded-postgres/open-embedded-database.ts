import { join } from 'node:path';
import { readIfPresent } from '../files/private-files.js';
import { AlreadyRunningError, EmbeddedPostgresError } from './already-running-error.js';
import { startEmbeddedPostgres, type EmbeddedPostgresLog } from './embedded-postgres.js';
import { hasCluster, serverAccount } from './server-account.js';

/** An embedded database that can be reached now. */
export interface OpenEmbeddedDatabase {
  readonly url: string;
  /** Stops the server where it was started for this; the running service's server goes on. */
  readonly close: () => Promise<void>;
}

/** The file under SLIPWAY_HOME (0600) with the address of the embedded database while it runs, for tools beside the service. */
export function databaseUrlFile(home: string): string {
  return join(home, 'database-url');
}

/**
 * For tools: the embedded database of the service that runs on this home, or the same database started for as long as the tool runs.
 * Makes none: in a wrong folder that would be another installation.
 * @throws {AlreadyRunningError} while another process uses this home that has not told where its database is.
 * @throws {EmbeddedPostgresError} when it cannot run here, or this home has none.
 */
export async function openEmbeddedDatabase(home: string, log: EmbeddedPostgresLog): Promise<OpenEmbeddedDatabase> {
  if (!hasCluster(home, serverAccount())) {
    throw new EmbeddedPostgresError(`There is no Slipway data in ${home}; set SLIPWAY_HOME to the folder of the service, or DATABASE_URL.`);
  }
  try {
    const postgres = await startEmbeddedPostgres({ home, log });
    return { url: postgres.url, close: () => postgres.stop() };
  } catch (error) {
    const running = error instanceof AlreadyRunningError ? readIfPresent(databaseUrlFile(home)) : undefined;
    if (running === undefined) throw error;
    return { url: running.trim(), close: () => Promise.resolve() };
  }
}
