import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoggerService } from '@nestjs/common';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { SlipwayError } from '#domain/errors/slipway-error';
import { ConfigError } from '#platform/config/config-error';
import type { SlipwayConfig } from '#platform/config/load-config';
import { ensureHome, writePrivateFile } from '#platform/files/private-files';
import { withAdministratorUseCases } from './administrator-use-cases.js';

/** So long a boot asks whether there is an administrator, where the database cannot say it. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 250;

/** The file under SLIPWAY_HOME with the administrator's token (0600). */
export function administratorTokenFile(home: string): string {
  return join(home, 'admin-token');
}

/**
 * Keeps a token in `administratorTokenFile`, replacing the one before.
 * @throws {ConfigError} where it cannot be written.
 */
export function keepAdministratorToken(home: string, token: string): void {
  try {
    ensureHome(home);
    writePrivateFile(administratorTokenFile(home), `${token}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([
      `The administrator's token cannot be kept in ${administratorTokenFile(home)} (${why}). Set SLIPWAY_HOME to a folder that can be written, or choose the first token by SLIPWAY_ADMIN_TOKEN.`,
    ]);
  }
}

/**
 * Makes the first administrator where there is none. A token that is made is kept in `administratorTokenFile` before it counts; one that the
 * operator chose is written nowhere.
 * @returns the token that was made just now, else null.
 * @throws {ConfigError} where the token cannot be kept; there is no administrator then.
 */
export async function ensureAdministrator(
  config: Pick<SlipwayConfig, 'home' | 'identity'>,
  databaseUrl: string,
  log: Pick<LoggerService, 'log'>,
): Promise<string | null> {
  const { adminToken: chosenToken } = config.identity;
  const keep = (token: string): void => keepAdministratorToken(config.home, token);
  const made = await withAdministratorUseCases(databaseUrl, ({ bootstrap }) =>
    patiently(log, () => bootstrap.execute(DEFAULT_WORKSPACE, { chosenToken, keep })),
  );
  if (made !== null) log.log('Made the first administrator, the user "admin".', 'Administrator');
  return made?.token ?? null;
}

/** Replicas that boot together wait for each other here, and on a busy machine for longer than a request would: that is no reason not to start. */
async function patiently<T>(log: Pick<LoggerService, 'log'>, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (let told = false; ; told = true) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SlipwayError) || error.code !== 'UNAVAILABLE' || performance.now() > end) throw error;
      if (!told) log.log(`Whether there is an administrator cannot be said yet, and is asked again. ${error.message}`, 'Administrator');
      await delay(AGAIN_MS);
    }
  }
}
