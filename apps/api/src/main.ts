import 'reflect-metadata';
import { sayBootError } from '#platform/process/say-boot-error';
import { startApi } from './start-api.js';

/** `npm run start:api`: the API by itself, on a given database; `npm start` (apps/server) runs everything in one process. */
try {
  await startApi(process.env);
} catch (error) {
  sayBootError(error);
  process.exit(1);
}
