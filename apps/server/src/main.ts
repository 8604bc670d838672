import 'reflect-metadata';
import { sayBootError } from '#platform/process/say-boot-error';
import { startServer } from './start-server.js';

/** `npm start`: everything in one process. */
try {
  await startServer(process.env);
} catch (error) {
  sayBootError(error);
  process.exit(1);
}
