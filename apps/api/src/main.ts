import 'reflect-metadata';
import { ConfigError } from '#platform/config/config-error';
import { loadConfig } from '#platform/config/load-config';
import { isPortInUse, portInUseMessage } from '#platform/config/port-in-use-message';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { createApi } from './create-api.js';

/** The API by itself, on a given database; `npm start` (apps/server) runs everything in one process. */
async function main(): Promise<void> {
  const config = loadConfig(process.env, 'api');
  if (config.database.kind === 'embedded') {
    throw new ConfigError(['DATABASE_URL is not set; an API of its own needs it. For everything in one process use: npm start']);
  }
  const logger = SlipwayLogger.create(config.logging);
  const onDatabaseError = (error: Error): void => logger.warn('A database connection broke.', error, 'Database');
  const app = await createApi({ config, databaseUrl: config.database.url, onDatabaseError }, logger);
  app.enableShutdownHooks();
  const { host, port } = config.http;
  try {
    await app.listen(port, host);
  } catch (error) {
    if (!isPortInUse(error)) throw error;
    throw new ConfigError([await portInUseMessage({ host, port, command: 'npm run start:api' })]);
  }
  logger.log(`Listening on ${await app.getUrl()}`, 'Api');
}

try {
  await main();
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
