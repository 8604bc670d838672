import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin, SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const FOLDER = fileURLToPath(new URL('../dist/programs/', import.meta.url));
const BUILT = (process.env['SLIPWAY_TEST_BUILT'] ?? '') !== '' && existsSync(FOLDER);
if (!BUILT) console.log('not run: tools/bundle.spec.ts looks at dist/programs, which only CI=true npm test builds');

/** What is no part of the bundle; each is there for a reason that scripts/bundle.mjs names. */
const OUTSIDE =
  /^(node:|@nestjs\/(microservices|websockets|platform-express)|@fastify\/|@prisma\/schema-engine-wasm|class-transformer\/storage|pg-|msgpackr-extract)/;
/** Above the first line of each module. */
const MODULE = /^\/\/ (\S+\.[cm]?js)$/;

interface Part {
  readonly file: string;
  readonly lines: readonly string[];
  readonly map: SourceMap;
}

const read = (): Part[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.js'))
    .map((file) => ({
      file,
      lines: readFileSync(`${FOLDER}${file}`, 'utf8').split('\n'),
      map: new SourceMap(JSON.parse(readFileSync(`${FOLDER}${file}.map`, 'utf8'))),
    }));

describe.skipIf(!BUILT)('programs in few files', () => {
  it('find all that they import beside them, but for what is left out on purpose', () => {
    const missing = read().flatMap(({ file, lines }) =>
      lines.flatMap((line) => {
        const imported = /^(?:import|export)\b.*? from "([^"]+)";$|^import "([^"]+)";$/.exec(line);
        const name = imported?.[1] ?? imported?.[2];
        if (name === undefined || isBuiltin(name) || OUTSIDE.test(name)) return [];
        return name.startsWith('./') && existsSync(`${FOLDER}${name}`) ? [] : [`${file}: ${name}`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it('lead from lines of ours to our sources, and from those of packages to none', () => {
    const wrong: string[] = [];
    let ours = 0;
    for (const { file, lines, map } of read()) {
      let module = '';
      lines.forEach((line, index) => {
        module = MODULE.exec(line)?.[1] ?? module;
        if (module === '' || line.trim() === '' || line.startsWith('//') || line.startsWith('export ')) return;
        const found: { readonly originalSource?: string; readonly generatedLine?: number } = map.findEntry(
          index,
          Math.min(4, line.length - 1),
        );
        // Not every module of ours has a line above it.
        if (found.originalSource !== undefined && found.generatedLine === index) module = 'dist/';
        if (module.startsWith('dist/')) ours += Number(found.originalSource?.endsWith('.ts') === true);
        else if (found.originalSource !== undefined) wrong.push(`${file}:${index + 1} of ${module}: ${found.originalSource}`);
      });
    }
    expect(wrong).toEqual([]);
    expect(ours).toBeGreaterThan(10_000);
  });

  it('look for files where their modules were written', () => {
    const places = read().flatMap(({ lines }) =>
      lines.flatMap((line) => [...line.matchAll(/new URL\("(\.\.\/[^"]+)", import\.meta\.url\)/g)].map(([, path = '']) => path)),
    );
    expect(places.length).toBeGreaterThan(5);
    expect(places.filter((path) => !existsSync(`${FOLDER}${path}`))).toEqual([]);
  });
});

describe('what former builds left', () => {
  const DAY_MS = 24 * 3_600_000;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-parts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('stays for a week after the first build that left it out, however old it is', async () => {
    const { removeFormer } = await import(new URL('../scripts/former-parts.mjs', import.meta.url).href);
    const left = (): string[] => readdirSync(folder).filter((file) => !file.startsWith('.'));
    const write = (...files: string[]): void => files.forEach((file) => writeFileSync(join(folder, file), ''));
    const build = (day: number, ...files: string[]): string[] => {
      write(...files);
      removeFormer(folder, files, day * DAY_MS);
      return left();
    };
    expect(build(1, 'main.js', 'part-1.js')).toEqual(['main.js', 'part-1.js']);
    // A service has run from the first build for a month.
    expect(build(31, 'main.js', 'part-2.js')).toEqual(['main.js', 'part-1.js', 'part-2.js']);
    // This one was killed when it had written its files, from which a service was started nevertheless.
    write('main.js', 'part-killed.js');
    expect(build(61, 'main.js', 'part-3.js')).toEqual(['main.js', 'part-2.js', 'part-3.js', 'part-killed.js']);
    // A part that is named again is no former one.
    expect(build(67, 'main.js', 'part-2.js')).toEqual(['main.js', 'part-2.js', 'part-3.js', 'part-killed.js']);
    expect(build(69, 'main.js', 'part-4.js')).toEqual(['main.js', 'part-2.js', 'part-3.js', 'part-4.js']);
  });

  it('goes where programs are to start from single files, but for parts that a service may still ask for', async () => {
    const { removePrograms } = await import(new URL('../scripts/former-parts.mjs', import.meta.url).href);
    mkdirSync(join(folder, 'programs'));
    for (const file of ['.built', 'apps-api-src-main.js', 'part-1.js']) writeFileSync(join(folder, 'programs', file), '');
    removePrograms(folder);
    expect(readdirSync(join(folder, 'programs'))).toEqual(['part-1.js']);
  });
});
