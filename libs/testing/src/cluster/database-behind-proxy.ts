import { onTestFinished } from 'vitest';
import type { TestDatabase } from '../database/test-cluster.js';
import { createTestDatabase } from '../database/test-database.js';
import { startFaultProxy, type FaultProxy } from './fault-proxy.js';

/** A database of the running test's own, the way to it on which things can be made to go wrong, and its address by that way. All end with the test. */
export async function databaseBehindProxy(): Promise<{ readonly database: TestDatabase; readonly way: FaultProxy; readonly url: string }> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const url = new URL(database.url);
  const way = await startFaultProxy(Number(url.port));
  onTestFinished(() => way.close());
  [url.hostname, url.port] = ['127.0.0.1', String(way.port)];
  return { database, way, url: url.href };
}
