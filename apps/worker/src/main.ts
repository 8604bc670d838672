import 'reflect-metadata';
import { sayBootError } from '#platform/process/say-boot-error';
import { startWorker } from './start-worker.js';

/** `npm run start:worker`: the worker by itself, on a given database; `npm start` (apps/server) runs everything in one process. */
try {
  await startWorker(process.env);
} catch (error) {
  sayBootError(error);
  process.exit(1);
}
