import 'reflect-metadata';
import { createApi } from '#api/create-api';
import { ensureAdministrator } from '#api/administrator/ensure-administrator';
import { prepareDatabase } from '#persistence/installation/prepare-database';
import { loadConfig } from '#platform/config/load-config';
import { listen } from '#platform/http/listen';
import { quietFrameworkLogger } from '#platform/logging/quiet-framework-logger';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { WorkerInProcessModule } from '#server/worker-in-process.module';
import { obeyParent } from './armed-point.js';
import { installCrashPoints } from './crash-points.js';

/*
 * API and worker in one process on a given database, composed as `npm start` composes them, with adapters that kill the process where they are
 * told to. Says `{ url }` to its parent when it serves; obeys its orders (armed-point.ts). Started by CrashService.
 */
const config = loadConfig(process.env, 'server');
if (config.database.kind === 'embedded') throw new Error('DATABASE_URL is not set');
const { url: databaseUrl } = config.database;
const logger = SlipwayLogger.create(config.logging);
const framework = quietFrameworkLogger(logger);
await prepareDatabase(databaseUrl, config.secrets);
await ensureAdministrator(config, databaseUrl, logger);
const onDatabaseError = (error: Error): void => logger.warn('A database connection broke.', error, 'Database');
const worker = WorkerInProcessModule.register({ config, databaseUrl, version: 'test', logger: framework });
const app = await createApi({ config, databaseUrl, onDatabaseError, modules: [worker] }, framework);

installCrashPoints((port) => app.get(port, { strict: false, each: true }), obeyParent());
process.on('disconnect', () => process.exit(0));
const url = await listen(app, { ...config.http, command: 'the crash tests' });
process.send?.({ url });
