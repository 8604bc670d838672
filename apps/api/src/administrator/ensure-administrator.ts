import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoggerService } from '@nestjs/common';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { SlipwayError } from '#domain/errors/slipway-error';
import { ConfigError } from '#platform/config/config-error';
import type { SlipwayConfig } from '#platform/config/load-config';
import { ensureHome, readIfPresent, readOrCreatePrivateFile, writePrivateFile } from '#platform/files/private-files';
import { withAdministratorUseCases } from './administrator-use-cases.js';

/** So long a boot asks whether there is an administrator, where the database cannot say it. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 250;

/** The file under SLIPWAY_HOME with the administrator's token (0600). */
export function administratorTokenFile(home: string): string {
  return join(home, 'admin-token');
}

/**
 * Keeps a token in `administratorTokenFile`. Another one that is there may be all that somebody has of it, and of another database: it is put
 * aside first, in a file beside it that names the time (0600).
 * @param superseded a token that counts nowhere and need not be put aside.
 * @returns the file with the one that was there; undefined where there was none.
 * @throws {ConfigError} where it cannot be written.
 */
export function keepAdministratorToken(home: string, token: string, superseded?: string): string | undefined {
  const file = administratorTokenFile(home);
  try {
    ensureHome(home);
    const former = readIfPresent(file)?.trim() ?? '';
    const aside = ['', token, superseded].includes(former) ? undefined : putAside(file, former);
    writePrivateFile(file, `${token}\n`);
    return aside;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([
      `The administrator's token cannot be kept in ${file} (${why}). Set SLIPWAY_HOME to a folder that can be written, or choose the first token by SLIPWAY_ADMIN_TOKEN.`,
    ]);
  }
}

/** Writes a former token beside `file`, never over another. @returns where. */
function putAside(file: string, token: string): string {
  // 20261122T045229Z: no colons, which Windows does not take.
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let count = 1; ; count += 1) {
    const aside = `${file}.${time}${count === 1 ? '' : `-${count}`}`;
    if (readOrCreatePrivateFile(aside, () => `${token}\n`).text.trim() === token) return aside;
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
  log: Pick<LoggerService, 'log' | 'warn'>,
): Promise<string | null> {
  const { adminToken: chosenToken } = config.identity;
  let kept: string | undefined;
  let aside: string | undefined;
  // Called again where the commit failed: what it kept then counts nowhere.
  const keep = (token: string): void => {
    aside = keepAdministratorToken(config.home, token, kept) ?? aside;
    kept = token;
  };
  const made = await withAdministratorUseCases(databaseUrl, ({ bootstrap }) =>
    patiently(log, () => bootstrap.execute(DEFAULT_WORKSPACE, { chosenToken, keep })),
  );
  if (made !== null) log.log('Made the first administrator, the user "admin".', 'Administrator');
  if (aside !== undefined) {
    const file = administratorTokenFile(config.home);
    log.warn(
      `${file} held another token, probably of another database: it is in ${aside} now. If this database is not the one that you meant, correct DATABASE_URL and put that file back.`,
      'Administrator',
    );
  }
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
