import { join } from 'node:path';
import type { LoggerService } from '@nestjs/common';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { ConfigError } from '#platform/config/config-error';
import type { SlipwayConfig } from '#platform/config/load-config';
import { ensureHome, writePrivateFile } from '#platform/files/private-files';
import { withAdministratorUseCases } from './administrator-use-cases.js';

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
  const made = await withAdministratorUseCases(databaseUrl, ({ bootstrap }) => bootstrap.execute(DEFAULT_WORKSPACE, { chosenToken, keep }));
  if (made !== null) log.log('Made the first administrator, the user "admin".', 'Administrator');
  return made?.token ?? null;
}
