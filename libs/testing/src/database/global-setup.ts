import type { TestProject } from 'vitest/node';
import { startTestCluster, type TemplateDatabase, type TestCluster } from './test-cluster.js';

declare module 'vitest' {
  export interface ProvidedContext {
    slipwayTemplateDatabase: TemplateDatabase;
  }
}

interface SharedCluster {
  readonly cluster: Promise<TestCluster>;
  users: number;
}

/** Vitest runs the set-up once for each of its projects, each with its own copy of this module: what they share hangs on the process. */
const shared = globalThis as { slipwayTestCluster?: SharedCluster };

/** One server with one migrated template for a whole run of vitest; test files clone it by `createTestDatabase`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const use = (shared.slipwayTestCluster ??= { cluster: startTestCluster(), users: 0 });
  use.users += 1;
  const cluster = await use.cluster;
  project.provide('slipwayTemplateDatabase', { adminUrl: cluster.adminUrl, template: cluster.template });
  return async () => {
    use.users -= 1;
    if (use.users > 0) return;
    delete shared.slipwayTestCluster;
    await cluster.stop();
  };
}
