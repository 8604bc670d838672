import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtProgram } from '#testing/child-process/built-program';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SERVER = new URL('../apps/server/src/main.ts', import.meta.url);
const BUILT = builtProgram(SERVER);
/** Runs TypeScript as it stands, so that this needs no build; nothing where there is one for the tests. */
const NODE_ARGUMENTS =
  BUILT !== null
    ? []
    : [
        '--conditions=@slipway/source',
        '--import',
        new URL('../libs/testing/src/child-process/register-typescript.mjs', import.meta.url).href,
      ];
const PAGES = [
  'README.md',
  ...['docs/how-to', 'docs/reference'].flatMap((dir) => readdirSync(join(ROOT, dir)).map((name) => `${dir}/${name}`)),
];
/** The commands of a page wait for a delivery at most. */
const PAGE_MS = 90_000;

let folder: string;
let service: ChildProcess | undefined;
let env: NodeJS.ProcessEnv;

/** The blocks of a page that are marked to be run, as one script: what one sets the next one uses, as in a reader's terminal. */
function marked(page: string): string {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/<!-- run -->\n```bash\n([\s\S]*?)\n```/g)].map(([, block]) => block).join('\n');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-docs-'));
  const home = join(folder, 'home');
  const base = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SLIPWAY_|DATABASE_URL$|REDIS_URL$|HOST$)/.test(name)));
  service = fork(fileURLToPath(BUILT ?? SERVER), [], {
    cwd: ROOT,
    execArgv: NODE_ARGUMENTS,
    env: { ...base, SLIPWAY_HOME: home, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await urlOf(service);
  const bin = join(folder, 'bin');
  npmWithoutBuild(bin);
  const token = readFileSync(join(home, 'admin-token'), 'utf8').trim();
  env = { ...base, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, SLIPWAY_HOME: home, SLIPWAY_URL: url, SLIPWAY_TOKEN: token };
});

afterAll(async () => {
  if (service !== undefined && service.exitCode === null) {
    const ended = once(service, 'exit');
    service.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

// The commands are for a POSIX shell, as the pages say.
it.skipIf(process.platform === 'win32').each(PAGES.filter((page) => marked(page) !== ''))(
  'every command of %s that is marked to be run works',
  async (page) => {
    const script = `set -eu -o pipefail\n${marked(page)}\n`;
    const failure = await promisify(execFile)('bash', ['-c', script], { cwd: ROOT, env, timeout: PAGE_MS }).catch(
      (error: unknown) => error,
    );
    expect(failure instanceof Error ? describe(failure) : '').toBe('');
  },
  PAGE_MS + 10_000,
);

function describe(failure: Error): string {
  const { stdout = '', stderr = '' } = { ...failure } as { stdout?: string; stderr?: string };
  return [failure.message.split('\n')[0], stdout, stderr].join('\n');
}

/** Resolves with the address that the greeting names. */
async function urlOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the service has no standard output');
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with exit code ${code}`)));
    lines.on('line', (line) => {
      const url = /^Slipway is running at (\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

/**
 * An `npm` whose `run NAME -- ...` does what package.json says, from the sources or the build of the tests: the pages' commands must not write
 * to `dist` while other tests run.
 */
function npmWithoutBuild(bin: string): void {
  const shim = `#!/usr/bin/env node
const [, name, ...rest] = process.argv.slice(2);
const script = JSON.parse(require('node:fs').readFileSync('package.json', 'utf8')).scripts[name];
if (script === undefined) throw new Error('package.json has no script ' + name);
const program = /^node scripts\\/run\\.mjs (\\S+)\\.js$/.exec(script)[1];
import(${JSON.stringify(new URL('../scripts/programs.mjs', import.meta.url).href)}).then(({ programFile }) => {
  const file = ${BUILT === null ? "program + '.ts'" : 'programFile(program)'};
  const args = [...${JSON.stringify(NODE_ARGUMENTS)}, file, ...rest.slice(rest[0] === '--' ? 1 : 0)];
  process.exitCode = require('node:child_process').spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
});
`;
  mkdirSync(bin);
  writeFileSync(join(bin, 'npm'), shim);
  chmodSync(join(bin, 'npm'), 0o755);
}
