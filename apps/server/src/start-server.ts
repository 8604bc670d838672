import { existsSync } from 'node:fs';
import { pino, type DestinationStream } from 'pino';
import { administratorTokenFile, ensureAdministrator } from '#api/administrator/ensure-administrator';
import { createApi } from '#api/create-api';
import { MigrationError } from '#persistence/migrate/migration-error';
import { prepareDatabase } from '#persistence/installation/prepare-database';
import { loadConfig, type SlipwayConfig } from '#platform/config/load-config';
import { ensureNotRunning } from '#platform/embedded-postgres/instance-lock';
import { closeGently, listen, tryPort, type ListenOptions } from '#platform/http/listen';
import { quietFrameworkLogger } from '#platform/logging/quiet-framework-logger';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { Shutdown } from '#platform/process/shutdown';
import { startTracing } from '#platform/tracing/start-tracing';
import { serviceVersion } from '#platform/version/service-version';
import { EmbeddedDatabase } from './embedded-database.js';
import { greeting } from './greeting.js';
import { WorkerInProcessModule } from './worker-in-process.module.js';

/**
 * Boots the whole service in this process: the embedded database (or the given one), migrations, the first administrator, API and worker; says
 * where it is; and stops in order at a signal.
 * @throws {ConfigError} for a wrong configuration and a port that is not to be had; what fails after that is said, and ends the process.
 */
export async function startServer(environment: NodeJS.ProcessEnv): Promise<void> {
  const loaded = loadConfig(environment, 'server');
  const start = { command: 'npm start', home: environment['SLIPWAY_HOME'] };
  const config = await withPort(loaded, { ...loaded.http, ...start });
  // Log and greeting take the same way out, so that the greeting comes last.
  const output = pino.destination();
  const logger = SlipwayLogger.create(config.logging, output);
  const shutdown = Shutdown.onSignals(logger);
  const closeTraces = await startTracing(config.tracing, 'slipway', logger);
  if (closeTraces !== null) shutdown.add('traces', closeTraces);
  await shutdown.boot(() => boot(config, { ...config.http, ...start }, logger, output, shutdown), [MigrationError]);
}

async function boot(
  config: SlipwayConfig,
  door: ListenOptions,
  logger: SlipwayLogger,
  output: DestinationStream,
  shutdown: Shutdown,
): Promise<void> {
  const databaseUrl = await openDatabase(config, logger, shutdown);
  await prepareDatabase(databaseUrl, config.secrets, (sentence) => logger.warn(sentence, 'Migrate'));
  const token = await ensureAdministrator(config, databaseUrl, logger);
  const onDatabaseError = (error: Error): void => logger.warn('A database connection broke.', error, 'Database');
  const framework = quietFrameworkLogger(logger);
  const worker = WorkerInProcessModule.register({ config, databaseUrl, version: serviceVersion(), logger: framework });
  const app = await createApi({ config, databaseUrl, onDatabaseError, modules: [worker] }, framework);
  shutdown.add('API and worker', () => closeGently(app));
  const url = await listen(app, door);
  const tokenFile = administratorTokenFile(config.home);
  const kept = existsSync(tokenFile) ? tokenFile : undefined;
  if (kept !== undefined) logger.log(`The administrator's token is in ${kept}`, 'Server');
  // A log that is kept somewhere must not hold the token: only a person at a terminal is shown it.
  const shown = process.stdout.isTTY ? (token ?? undefined) : undefined;
  output.write(greeting({ url, tokenFile: kept, token: shown, platform: process.platform }));
}

/**
 * Tries the port before anything is made. PORT=0 means any free one; it is chosen now, because the rules for outbound calls name our own port.
 * @throws {AlreadyRunningError} where the port is not to be had while this very data is in use: then that is what the user has to know.
 * @throws {ConfigError} as `tryPort` does.
 */
async function withPort(config: SlipwayConfig, door: ListenOptions): Promise<SlipwayConfig> {
  try {
    return { ...config, http: { ...config.http, port: await tryPort(door) } };
  } catch (error) {
    if (config.database.kind === 'embedded') await ensureNotRunning(config.home);
    throw error;
  }
}

async function openDatabase(config: SlipwayConfig, log: SlipwayLogger, shutdown: Shutdown): Promise<string> {
  if (config.database.kind === 'external') return config.database.url;
  const database = await EmbeddedDatabase.start({
    home: config.home,
    log,
    onLost: (error) => {
      log.fatal(error.message, 'Postgres');
      void shutdown.exit(1);
    },
  });
  shutdown.add('the embedded database', () => database.stop());
  return database.url;
}
