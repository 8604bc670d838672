import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const Manifest = z.object({
  imports: z.record(z.string(), z.record(z.string(), z.string())),
  dependencies: z.record(z.string(), z.string()),
});
const { imports, dependencies } = Manifest.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
/** What `npm start`, `start:api` and `start:worker` run. */
const PROGRAMS = ['server', 'api', 'worker'].map((app) => `apps/${app}/src/main.ts`);
const IMPORT = /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*'([^']+)'|(?:^|[\s;])import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

/** The file of ours that a specifier names from there, or null for a package. */
function fileOf(specifier: string, from: string): string | null {
  if (specifier.startsWith('.')) return join(dirname(from), specifier).replace(/\.js$/, '.ts');
  for (const [pattern, { '@slipway/source': source = '' }] of Object.entries(imports)) {
    const start = pattern.slice(0, -1);
    if (specifier.startsWith(start)) return source.replace('./', '').replace('*', specifier.slice(start.length));
  }
  return null;
}

/** Every file of ours and every package that the programs load, at once or later. */
function reached(): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set(PROGRAMS);
  const packages = new Set<string>();
  for (const file of files) {
    for (const [, named, bare, later] of readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)) {
      const specifier = named ?? bare ?? later ?? '';
      const own = fileOf(specifier, file);
      if (own !== null) files.add(own);
      else if (!isBuiltin(specifier)) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
    }
  }
  return { files, packages };
}

it('is reached from no program that serves: no test, benchmark or example, and no package that only development needs', () => {
  const { files, packages } = reached();
  // It has really gone through all of it.
  expect([...files].filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  expect([...files]).toEqual(
    expect.arrayContaining(['libs/domain/src/access/authorize.ts', 'libs/persistence/src/blobs/s3/s3-blob-store.ts']),
  );
  expect([...packages]).toEqual(expect.arrayContaining(['@nestjs/core', 'bullmq', '@aws-sdk/client-s3']));

  expect([...files].filter((file) => !/^(apps|libs)\//.test(file) || /^libs\/testing\/|\.(spec|fixture|suite)\.ts$/.test(file))).toEqual(
    [],
  );
  expect([...packages].filter((name) => !(name in dependencies))).toEqual([]);
});
