import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';

const houses: string[] = [];
afterEach(() => {
  for (const house of houses.splice(0)) rmSync(house, { recursive: true, force: true });
});

function houseOf(files: Record<string, string>): string {
  const house = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-house-')));
  houses.push(house);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
  execFileSync('git', ['init', '-q'], { cwd: house });
  return house;
}

function check(tool: string, files: Record<string, string>): { status: number | null; problems: string[] } {
  const { status, stderr } = spawnSync(process.execPath, [resolve(import.meta.dirname, tool), houseOf(files)], { encoding: 'utf8' });
  return { status, problems: stderr.split('\n').filter((line) => line !== '') };
}

const project = (root: string): object => ({ type: 'library', root, sourceRoot: `${root}/src` });
const api = { type: 'application', root: 'apps/api', sourceRoot: 'apps/api/src', entryFile: 'main' };
const map = (projects: Record<string, object>): string => JSON.stringify({ projects });

it('accepts a map that names every app and lib, families by their members', () => {
  const files = {
    'nest-cli.json': map({ api, domain: project('libs/domain'), github: project('libs/integrations/github') }),
    'apps/api/src/main.ts': '',
    'apps/web/README.md': 'later',
    'libs/domain/src/a/b.ts': '',
    'libs/integrations/github/src/client.ts': '',
  };
  expect(check('check-nest-map.mjs', files)).toEqual({ status: 0, problems: [] });
});

it('names the folders that are missing from the map and the projects that are gone', () => {
  const files = {
    'nest-cli.json': map({ api, gone: project('libs/gone'), empty: project('libs/empty'), github: project('libs/integrations/github') }),
    'apps/api/src/app.module.ts': '',
    'libs/empty/src/notes.md': '',
    'libs/integrations/github/src/client.ts': '',
    'libs/integrations/slack/src/client.ts': '',
    'libs/queue/src/a.ts': '',
  };
  const { status, problems } = check('check-nest-map.mjs', files);
  expect(status).toBe(1);
  expect(problems).toEqual([
    expect.stringMatching(/^libs\/integrations\/slack holds sources and is missing/),
    expect.stringMatching(/^libs\/queue holds sources and is missing/),
    expect.stringMatching(/apps\/api\/src\/main\.ts .*gone/),
    expect.stringMatching(/libs\/gone .*gone/),
    expect.stringMatching(/libs\/empty\/src .*holds no source/),
  ]);
});

const PAGE = [
  '# The house of `Slipway`, in short',
  'See `libs/domain/src/a.ts`, `libs/domain/src/a.ts:12`, `libs/*/src/`, `docs/adr/NNNN-title.md`, `/api/v1/models`, `dist/x.js`, `POST /x`.',
  'A [link](./adr/0001-a.md#why-so), [a heading](#the-house-of-slipway-in-short), [outside](https://example.com/x.md) and `[not](one.md)`.',
  '```sh',
  'cat `libs/never.ts` [no](no.md)',
  '```',
].join('\n');

it('accepts pages whose paths and links exist, and leaves alone what only looks like a path', () => {
  const files = { 'docs/page.md': PAGE, 'docs/adr/0001-a.md': '## Why so?\n', 'libs/domain/src/a.ts': '', 'CHANGELOG.md': '`libs/old.ts`' };
  expect(check('check-docs.mjs', files)).toEqual({ status: 0, problems: [] });
});

it('points at each path, link and heading that is gone', () => {
  const files = {
    'README.md': 'One `libs/gone.ts`, `libs/*/gone/`.\n\nA [link](docs/gone.md), [a heading](docs/here.md#gone); `nest-cli.json`.',
    'docs/here.md': '# Here\n`libs/A.ts` is not `libs/a.ts`.',
    'libs/a.ts': '',
  };
  const { status, problems } = check('check-docs.mjs', files);
  expect(status).toBe(1);
  expect(problems).toEqual([
    'README.md:1: `libs/gone.ts` does not exist',
    'README.md:1: `libs/*/gone/` does not exist',
    'README.md:3: `nest-cli.json` does not exist',
    'README.md:3: the link to docs/gone.md leads nowhere',
    'README.md:3: docs/here.md has no heading for #gone',
    'docs/here.md:2: `libs/A.ts` does not exist',
  ]);
});
