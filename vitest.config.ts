import { defineConfig } from 'vitest/config';

const conditions = ['@slipway/source', 'node', 'import', 'module', 'default'];

/** Kills, faults, load and races whose every answer counts: one file at a time, after everything else, so that a busy neighbour is not taken for a fault. */
const ALONE = [
  'test/crash/**/*.spec.ts',
  'test/faults/**/*.spec.ts',
  'test/load/**/*.spec.ts',
  'test/availability/**/*.spec.ts',
  'apps/api/src/rest/promotions/promotion-race.spec.ts',
];

/**
 * Specs that put a module of their own in place of one that others use too, look for what a process says once, or measure its memory: what ran
 * before them in the same process would hide it.
 */
const OWN_PROCESS = [
  'apps/api/src/create-api.spec.ts',
  'apps/worker/src/create-worker.spec.ts',
  'apps/api/src/rest/artifacts/artifacts-hostile.spec.ts',
  'apps/api/src/rest/artifacts/stalled-downloads.spec.ts',
  'libs/persistence/src/blobs/stalled-readers.spec.ts',
  'libs/persistence/src/core/database.spec.ts',
  'libs/platform/src/memory/passing-bytes.spec.ts',
];

export default defineConfig({
  resolve: { conditions },
  // Vitest hands ssr.resolve.conditions to Node as --conditions, and 'import' there would give CommonJS pg the ESM build of pg-pool.
  ssr: { resolve: { conditions: ['@slipway/source'] } },
  // The environment in which the global set-up runs.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    setupFiles: ['reflect-metadata'],
    globalSetup: ['libs/testing/src/database/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // The files of a worker share what they import: Nest, Prisma and the service itself are read once, not once for each of some 220 files.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'main',
          include: ['libs/**/*.spec.ts', 'apps/**/*.spec.ts', 'test/**/*.spec.ts', 'tools/**/*.spec.ts', 'examples/**/*.spec.ts'],
          exclude: [...ALONE, ...OWN_PROCESS],
          // One more than there are cores where it counts: much of a test is waiting for processes that it started.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'own-process', include: OWN_PROCESS, isolate: true, sequence: { groupOrder: 1 } } },
      { extends: true, test: { name: 'alone', include: ALONE, isolate: true, maxWorkers: 1, sequence: { groupOrder: 2 } } },
      // `npm run test:long`, with seeds and sizes from the environment; never part of `npm test`.
      ...(process.env['SLIPWAY_TEST_LONG'] === undefined
        ? []
        : [
            {
              extends: true as const,
              test: {
                name: 'long', // The random histories of promotions are longer here, not others.
                include: ['test/**/*.long.ts', 'libs/application/src/promote-version/promotion-properties.spec.ts'],
                env: { SLIPWAY_TEST_SEQUENCES: process.env['SLIPWAY_TEST_SEQUENCES'] ?? '3000' },
                testTimeout: 3_600_000,
                isolate: true,
                maxWorkers: 1,
                sequence: { groupOrder: 3 },
              },
            },
          ]),
    ],
  },
});
