import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '..');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const run = promisify(execFile);

const Manifest = z.object({ imports: z.record(z.string(), z.unknown()) });
const Result = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })) }),
});

/** Packages of the scratch house: empty, declared as product or development dependency. */
const PACKAGES = { dependencies: ['@nestjs/common', '@prisma/client', 'zod'], devDependencies: ['vitest'], undeclared: ['left-pad'] };

/** A small house in which every arrow points the right way. */
const SOUND: Record<string, string> = {
  'libs/domain/src/stage/stage.ts': `import type { Code } from '../errors/code.js';\nexport const stage: Code = 'A';`,
  'libs/domain/src/errors/code.ts': `export type Code = 'A';\nexport const codes = ['A'];`,
  'libs/domain/src/stage/stage.spec.ts': `import { it } from 'vitest';\nimport { stage } from './stage.js';\nimport { build } from '#testing/build';\nit(stage, build);`,
  'libs/application/src/ports/store.ts': `import { Injectable } from '@nestjs/common';\nimport { stage } from '#domain/stage/stage';\nexport const Store = [Injectable, stage];`,
  'libs/persistence/src/store.ts': `import { PrismaClient } from '@prisma/client';\nimport { Store } from '#application/ports/store';\nimport { log } from '#platform/log';\nexport const s = [PrismaClient, Store, log];`,
  'libs/queue/src/queue.ts': `import { Store } from '#application/ports/store';\nexport const q = Store;`,
  'libs/integrations/github/src/client.ts': `import { log } from '#platform/log';\nexport const client = log;`,
  'libs/platform/src/log.ts': `import { hostname } from 'node:os';\nimport { z } from 'zod';\nexport const log = [hostname, z];`,
  'libs/sdk/src/client.ts': `import { z } from 'zod';\nexport const sdk = z;`,
  'libs/testing/src/build.ts': `import { it } from 'vitest';\nimport { s } from '#persistence/store';\nimport { app } from '#api/app.module';\nexport const build = () => [it, s, app];`,
  'apps/api/src/app.module.ts': `import type { stage } from '#domain/stage/stage';\nimport { codes } from '#domain/errors/code';\nimport { s } from '#persistence/store';\nimport { q } from '#queue/queue';\nimport { client } from '#integrations/github/src/client';\nexport const app: unknown[] = [codes, s, q, client];\nexport type S = typeof stage;`,
  'apps/worker/src/worker.module.ts': `import { s } from '#persistence/store';\nexport const worker = s;`,
  'apps/server/src/main.ts': `import { app } from '#api/app.module';\nimport { worker } from '#worker/worker.module';\nexport const all = [app, worker];`,
  'apps/cli/src/main.ts': `import { sdk } from '#sdk/client';\nexport const cli = sdk;`,
};

/** What may not be: the rule, the file that breaks it, and how. */
const FORBIDDEN: [rule: string, file: string, source: string][] = [
  ['domain-imports-nothing', 'libs/domain/src/npm.ts', `import { z } from 'zod';\nexport const a = z;`],
  ['domain-imports-nothing', 'libs/domain/src/builtin.ts', `import { randomUUID } from 'node:crypto';\nexport const a = randomUUID;`],
  ['domain-imports-nothing', 'libs/domain/src/type.ts', `import type { log } from '#platform/log';\nexport type A = typeof log;`],
  ['domain-specs-need-no-adapter', 'libs/domain/src/x.spec.ts', `import { s } from '#persistence/store';\nexport const a = s;`],
  ['application-imports-domain-and-nest-common', 'libs/application/src/npm.ts', `import { z } from 'zod';\nexport const a = z;`],
  ['application-imports-domain-and-nest-common', 'libs/application/src/fs.ts', `import { rm } from 'node:fs';\nexport const a = rm;`],
  [
    'application-imports-domain-and-nest-common',
    'libs/application/src/down.ts',
    `import { s } from '#persistence/store';\nexport const a = s;`,
  ],
  ['persistence-arrows', 'libs/persistence/src/bad.ts', `import { q } from '#queue/queue';\nexport const a = q;`],
  ['queue-arrows', 'libs/queue/src/bad.ts', `import { s } from '#persistence/store';\nexport const a = s;`],
  [
    'integration-arrows',
    'libs/integrations/webhook/src/bad.ts',
    `import { client } from '#integrations/github/src/client';\nexport const a = client;`,
  ],
  ['platform-imports-nothing-of-ours', 'libs/platform/src/bad.ts', `import { codes } from '#domain/errors/code';\nexport const a = codes;`],
  ['sdk-imports-nothing-of-ours', 'libs/sdk/src/bad.ts', `import { log } from '#platform/log';\nexport const a = log;`],
  ['sdk-without-node', 'libs/sdk/src/builtin.ts', `import { rm } from 'node:fs';\nexport const a = rm;`],
  [
    'only-persistence-imports-prisma',
    'libs/queue/src/prisma.ts',
    `import type { PrismaClient } from '@prisma/client';\nexport type A = PrismaClient;`,
  ],
  ['libs-never-import-apps', 'libs/queue/src/up.ts', `import { app } from '#api/app.module';\nexport const a = app;`],
  ['apps-never-import-each-other', 'apps/worker/src/bad.ts', `import { app } from '#api/app.module';\nexport const a = app;`],
  ['server-imports-api-and-worker', 'apps/server/src/bad.ts', `import { cli } from '../../cli/src/main.js';\nexport const a = cli;`],
  ['clients-import-sdk-only', 'apps/cli/src/bad.ts', `import { log } from '#platform/log';\nexport const a = log;`],
  ['entry-points-hold-no-rule', 'apps/api/src/bad.ts', `import { stage } from '#domain/stage/stage';\nexport const a = stage;`],
  ['no-circular', 'libs/queue/src/one.ts', `import { two } from './two.js';\nexport const one = () => two;`],
  ['no-barrel-file', 'libs/queue/src/index.ts', `export * from './queue.js';`],
  ['no-barrel', 'libs/queue/src/uses-barrel.ts', `import { q } from './index.js';\nexport const a = q;`],
  ['no-testing-in-product', 'apps/api/src/test-only.ts', `import { build } from '#testing/build';\nexport const a = build;`],
  ['no-spec-import', 'libs/domain/src/y.spec.ts', `import '#domain/stage/stage.spec';`],
  ['across-libs-by-subpath', 'libs/queue/src/relative.ts', `import { log } from '../../platform/src/log.js';\nexport const a = log;`],
  ['no-dev-dependency-in-product', 'libs/queue/src/dev.ts', `import { it } from 'vitest';\nexport const a = it;`],
  ['no-undeclared-package', 'libs/queue/src/undeclared.ts', `import pad from 'left-pad';\nexport const a = pad;`],
  ['not-to-unresolvable', 'libs/queue/src/nowhere.ts', `import { x } from '#domain/gone';\nexport const a = x;`],
  ['no-orphan', 'libs/queue/src/dead.ts', `export const a = 1;`],
];

/** The other end of the cycle above, which is reported once. */
const CYCLE_END = { 'libs/queue/src/two.ts': `import { one } from './one.js';\nexport const two = () => one;` };

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes a house with the real rules, compiler options and subpaths, runs the rules, and gives what they refused as `rule file`. */
async function violations(files: Record<string, string>): Promise<string[]> {
  const house = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-rules-')));
  folders.push(house);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  };
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json']) copyFileSync(join(ROOT, file), join(house, file));
  const { imports } = Manifest.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const versions = (names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  const { dependencies, devDependencies, undeclared } = PACKAGES;
  const manifest = {
    name: 'house',
    type: 'module',
    imports,
    dependencies: versions(dependencies),
    devDependencies: versions(devDependencies),
  };
  write('package.json', JSON.stringify(manifest));
  for (const name of [...dependencies, ...devDependencies, ...undeclared]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const [path, source] of Object.entries(files)) write(path, `${source}\n`);

  const args = [CRUISER, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'apps', 'libs'];
  const { stdout } = await run(process.execPath, args, { cwd: house, maxBuffer: 64 * 1024 * 1024 });
  return Result.parse(JSON.parse(stdout)).summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
}

it('lets a house pass in which every arrow points the right way', async () => {
  expect(await violations(SOUND)).toEqual([]);
});

it('refuses each forbidden import by its rule, and blames no sound file', async () => {
  const forbidden = Object.fromEntries(FORBIDDEN.map(([, file, source]) => [file, source]));
  const found = await violations({ ...SOUND, ...CYCLE_END, ...forbidden });
  const missed = FORBIDDEN.map(([rule, file]) => `${rule} ${file}`).filter((line) => !found.includes(line));
  expect(missed).toEqual([]);
  const blamed = new Set(found.map((line) => line.split(' ')[1]));
  expect(Object.keys(SOUND).filter((file) => blamed.has(file))).toEqual([]);
});

it('has a forbidden import here for every rule', () => {
  const config: unknown = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs'));
  const { forbidden } = z.object({ forbidden: z.array(z.object({ name: z.string() })) }).parse(config);
  const proven = new Set(FORBIDDEN.map(([rule]) => rule));
  expect(forbidden.map(({ name }) => name).filter((name) => !proven.has(name))).toEqual([]);
});
