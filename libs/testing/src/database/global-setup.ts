import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { MIGRATED_FOLDER } from '../postgres/migrated-data.js';
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
  // The processes of test files inherit it.
  process.env[MIGRATED_FOLDER] ??= mkdtempSync(join(tmpdir(), 'slipway-migrated-'));
  // The server's account must pass through when we are root.
  chmodSync(process.env[MIGRATED_FOLDER], 0o711);
  const use = (shared.slipwayTestCluster ??= { cluster: startTestCluster(), users: 0 });
  use.users += 1;
  const cluster = await use.cluster;
  project.provide('slipwayTemplateDatabase', { adminUrl: cluster.adminUrl, template: cluster.template });
  return async () => {
    use.users -= 1;
    if (use.users > 0) return;
    delete shared.slipwayTestCluster;
    rmSync(process.env[MIGRATED_FOLDER] ?? '', { recursive: true, force: true });
    await cluster.stop();
  };
}
