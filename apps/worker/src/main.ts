import 'reflect-metadata';
import { ConfigError } from '#platform/config/config-error';
import { loadConfig } from '#platform/config/load-config';
import { isPortInUse, portInUseMessage } from '#platform/config/port-in-use-message';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { serviceVersion } from '#platform/version/service-version';
import { createWorker } from './create-worker.js';

/** The worker by itself, on a given database; `npm start` (apps/server) runs everything in one process. */
async function main(): Promise<void> {
  const config = loadConfig(process.env, 'worker');
  if (config.database.kind === 'embedded') {
    throw new ConfigError(['DATABASE_URL is not set; a worker of its own needs it. For everything in one process use: npm start']);
  }
  const logger = SlipwayLogger.create(config.logging);
  const onDatabaseError = (error: Error): void => logger.warn('A database connection broke.', error, 'Database');
  const app = await createWorker({ config, databaseUrl: config.database.url, version: serviceVersion(), onDatabaseError }, logger);
  // SIGTERM: nothing new is claimed, what was started is brought to its end.
  app.enableShutdownHooks();
  const { host, port } = config.http;
  try {
    await app.listen(port, host);
  } catch (error) {
    if (!isPortInUse(error)) throw error;
    throw new ConfigError([await portInUseMessage({ host, port, command: 'npm run start:worker' })]);
  }
  logger.log(`Working; health and metrics on ${await app.getUrl()}`, 'Worker');
}

try {
  await main();
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
