import type { TestProject } from 'vitest/node';
import { startTestCluster, type TemplateDatabase } from './test-cluster.js';

declare module 'vitest' {
  export interface ProvidedContext {
    slipwayTemplateDatabase: TemplateDatabase;
  }
}

/** One server with one migrated template for a whole run of vitest; test files clone it by `createTestDatabase`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  project.provide('slipwayTemplateDatabase', { adminUrl: cluster.adminUrl, template: cluster.template });
  return () => cluster.stop();
}
