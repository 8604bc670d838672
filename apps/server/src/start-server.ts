import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { pino, type DestinationStream } from 'pino';
import { administratorTokenFile, ensureAdministrator } from '#api/administrator/ensure-administrator';
import { createApi } from '#api/create-api';
import { MigrationError } from '#persistence/migrate/migrate';
import { prepareDatabase } from '#persistence/installation/prepare-database';
import { loadConfig, type SlipwayConfig } from '#platform/config/load-config';
import { closeGently, listen } from '#platform/http/listen';
import { quietFrameworkLogger } from '#platform/logging/quiet-framework-logger';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { Shutdown } from '#platform/process/shutdown';
import { serviceVersion } from '#platform/version/service-version';
import { EmbeddedDatabase } from './embedded-database.js';
import { greeting } from './greeting.js';
import { WorkerInProcessModule } from './worker-in-process.module.js';

/**
 * Boots the whole service in this process: the embedded database (or the given one), migrations, the first administrator, API and worker; says
 * where it is; and stops in order at a signal.
 * @throws {ConfigError} for a wrong configuration; what fails after that is said, and ends the process.
 */
export async function startServer(environment: NodeJS.ProcessEnv): Promise<void> {
  const config = await withPort(loadConfig(environment, 'server'));
  // Log and greeting take the same way out, so that the greeting comes last.
  const output = pino.destination();
  const logger = SlipwayLogger.create(config.logging, output);
  const shutdown = Shutdown.onSignals(logger);
  await shutdown.boot(() => boot(config, logger, output, shutdown), [MigrationError]);
}

async function boot(config: SlipwayConfig, logger: SlipwayLogger, output: DestinationStream, shutdown: Shutdown): Promise<void> {
  const databaseUrl = await openDatabase(config, logger, shutdown);
  await prepareDatabase(databaseUrl, config.secrets);
  const token = await ensureAdministrator(config, databaseUrl, logger);
  const onDatabaseError = (error: Error): void => logger.warn('A database connection broke.', error, 'Database');
  const framework = quietFrameworkLogger(logger);
  const worker = WorkerInProcessModule.register({ config, databaseUrl, version: serviceVersion(), logger: framework });
  const app = await createApi({ config, databaseUrl, onDatabaseError, modules: [worker] }, framework);
  shutdown.add('API and worker', () => closeGently(app));
  const url = await listen(app, { ...config.http, command: 'npm start' });
  const tokenFile = administratorTokenFile(config.home);
  const kept = existsSync(tokenFile) ? tokenFile : undefined;
  if (kept !== undefined) logger.log(`The administrator's token is in ${kept}`, 'Server');
  // A log that is kept somewhere must not hold the token: only a person at a terminal is shown it.
  const shown = process.stdout.isTTY ? (token ?? undefined) : undefined;
  output.write(greeting({ url, tokenFile: kept, token: shown, platform: process.platform }));
}

/** PORT=0 means any free one; it is chosen now, because the rules for outbound calls name our own port. */
async function withPort(config: SlipwayConfig): Promise<SlipwayConfig> {
  if (config.http.port !== 0) return config;
  return { ...config, http: { ...config.http, port: await freePort(config.http.host) } };
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
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
