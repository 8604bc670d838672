import { inject } from 'vitest';
import type {} from './global-setup.js';
import { cloneDatabase, type TestDatabase } from './test-cluster.js';

/** A fresh, migrated database for the test file that calls it. Outside vitest use `startTestCluster().createDatabase()`. */
export function createTestDatabase(): Promise<TestDatabase> {
  return cloneDatabase(inject('slipwayTemplateDatabase'));
}
