import { defineConfig } from 'vitest/config';

const conditions = ['@slipway/source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  resolve: { conditions },
  // Vitest hands ssr.resolve.conditions to Node as --conditions, and 'import' there would give CommonJS pg the ESM build of pg-pool.
  ssr: { resolve: { conditions: ['@slipway/source'] } },
  // The environment in which the global set-up runs.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    include: ['libs/**/*.spec.ts', 'apps/**/*.spec.ts', 'test/**/*.spec.ts', 'tools/**/*.spec.ts', 'examples/**/*.spec.ts'],
    setupFiles: ['reflect-metadata'],
    globalSetup: ['libs/testing/src/database/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
