import { existsSync } from 'node:fs';
import { MigrationError } from '#persistence/migrate/migration-error';
import { prepareDatabase } from '#persistence/installation/prepare-database';
import { ConfigError } from '#platform/config/config-error';
import { loadConfig, type SlipwayConfig } from '#platform/config/load-config';
import { closeGently, listen, tryPort, type ListenOptions } from '#platform/http/listen';
import { quietFrameworkLogger } from '#platform/logging/quiet-framework-logger';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { OutboundClient } from '#platform/outbound/outbound-client';
import { Shutdown } from '#platform/process/shutdown';
import { startTracing } from '#platform/tracing/start-tracing';
import { administratorTokenFile, ensureAdministrator } from './administrator/ensure-administrator.js';
import { createApi } from './create-api.js';
import { WorkersElsewhereModule } from './workers-elsewhere.module.js';

/**
 * Boots the API as a process of its own, until a signal ends it.
 * @throws {ConfigError} for a wrong configuration; what fails after that is said, and ends the process.
 */
export async function startApi(environment: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(environment, 'api');
  const { database } = config;
  if (database.kind === 'embedded') {
    throw new ConfigError(['DATABASE_URL is not set; an API of its own needs it. For everything in one process use: npm start']);
  }
  const door = { ...config.http, command: 'npm run start:api', home: environment['SLIPWAY_HOME'] };
  await tryPort(door);
  const logger = SlipwayLogger.create(config.logging);
  const shutdown = Shutdown.onSignals(logger);
  const closeTraces = await startTracing(config.tracing, 'slipway-api', logger);
  if (closeTraces !== null) shutdown.add('traces', closeTraces);
  await shutdown.boot(() => boot(config, database.url, door, logger, shutdown), [MigrationError]);
}

async function boot(
  config: SlipwayConfig,
  databaseUrl: string,
  door: ListenOptions,
  logger: SlipwayLogger,
  shutdown: Shutdown,
): Promise<void> {
  await prepareDatabase(databaseUrl, config.secrets, (sentence) => logger.warn(sentence, 'Migrate'));
  await ensureAdministrator(config, databaseUrl, logger);
  const onDatabaseError = (error: Error): void => logger.warn('A database connection broke.', error, 'Database');
  const modules = [WorkersElsewhereModule.register(config, databaseUrl, logger)];
  const app = await createApi({ config, databaseUrl, onDatabaseError, modules }, quietFrameworkLogger(logger));
  shutdown.add('the API', () => closeGently(app));
  const url = await listen(app, door);
  app.get(OutboundClient, { strict: false }).denyPort(Number(new URL(url).port));
  const tokenFile = administratorTokenFile(config.home);
  if (existsSync(tokenFile)) logger.log(`The administrator's token is in ${tokenFile}`, 'Api');
  logger.log(`Listening on ${url}`, 'Api');
}
