// What `npm start`, `npm test` and the other scripts share: bring node_modules, the generated client and dist up to date, doing nothing
// where nothing has changed. Node's own modules only, because this runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programFileIn, PROGRAMS } from './programs.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(root, ...parts);

/** What tsconfig.build.json compiles. */
const SOURCE_FOLDERS = ['apps', 'libs', 'bench', 'examples', 'tools'];
/** Folders with nothing to compile or to copy. */
const SKIPPED = new Set(['node_modules', 'dist', '.venv', '__pycache__']);

/** Installs the packages of package-lock.json where node_modules is missing or older. */
export async function ensureInstalled() {
  checkNode();
  const lock = at('package-lock.json');
  const stamp = at('node_modules', '.slipway-lock');
  const installed = at('node_modules', '.package-lock.json');
  const wanted = hash(readFileSync(lock));
  // Either the very same list was installed before (git may have touched the file), or npm wrote node_modules after the list changed.
  if (existsSync(installed) && (read(stamp) === wanted || statSync(installed).mtimeMs >= statSync(lock).mtimeMs)) return;
  say('installing packages (npm ci)');
  await npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error');
  writeFileSync(stamp, wanted);
}

/** Generates the Prisma client where it is missing or made from another schema. */
export async function ensureGenerated() {
  const stamp = at('libs/persistence/src/generated/.schema');
  const wanted = hash(readFileSync(at('prisma/schema.prisma')), readFileSync(at('node_modules/prisma/package.json')));
  if (read(stamp) === wanted) return;
  say('generating the database client');
  await run(process.execPath, [at('node_modules/prisma/build/index.js'), 'generate'], {
    quiet: true,
    // Without this Prisma downloads a native engine that generating does not use; any program that exists will do.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
  });
  writeFileSync(stamp, wanted);
}

/**
 * Compiles to dist where a source is newer than the last build, and puts programs in few files: those of these folders (programs.mjs). `check` also
 * checks the types (`npm run build`); a start does not wait for that, because it only says again what `npm run check` says.
 */
export async function ensureBuilt({ check = false, programs = ['programs'] } = {}) {
  const wanted = await ensureCompiled(check);
  for (const folder of programs) {
    const stamp = at('dist', folder, '.built');
    if (read(stamp) === wanted) continue;
    rmSync(stamp, { force: true });
    await run(process.execPath, [at('scripts/bundle.mjs'), folder]);
    // Not where the bundler does not load.
    if (existsSync(programFileIn(folder, PROGRAMS[folder][0]))) writeFileSync(stamp, wanted);
  }
}

/**
 * @returns the compiler, as a path in the repository: TypeScript 7, which is native code; where there is none for this machine, version 5.9, which some tools need anyway and
 * which writes the same files (ADR 37).
 */
function compiler() {
  const native = existsSync(at('node_modules/@typescript', `typescript-${process.platform}-${process.arch}`));
  return join('node_modules', native ? 'typescript-7' : 'typescript', 'bin', 'tsc');
}

/** @returns what tells this build from others. */
async function ensureCompiled(check) {
  const files = SOURCE_FOLDERS.filter((folder) => existsSync(at(folder))).flatMap((folder) => [...walk(at(folder))]);
  const inputs = [
    ...files,
    at('tsconfig.json'),
    at('tsconfig.build.json'),
    at('package-lock.json'),
    at('scripts/bundle.mjs'),
    at('scripts/programs.mjs'),
  ];
  const wanted = hash(inputs.map((file) => `${relative(root, file)} ${statSync(file).mtimeMs} ${statSync(file).size}`).join('\n'));
  const stamp = at('dist', check ? '.checked' : '.built');
  if (read(stamp) === wanted || (!check && read(at('dist', '.checked')) === wanted)) return wanted;
  say('compiling');
  // A build that was stopped halfway may have recorded files that it never wrote.
  if (read(at('dist', '.built')) === undefined) rmSync(at('dist', '.tsbuildinfo'), { force: true });
  for (const one of ['.built', '.checked']) rmSync(at('dist', one), { force: true });
  await run(process.execPath, [at(compiler()), '-p', at('tsconfig.build.json'), ...(check ? [] : ['--noCheck'])]);
  for (const file of files.filter((name) => /[\\/]src[\\/]/.test(name) && !['.ts', '.tsx', '.md'].includes(extname(name)))) {
    const target = at('dist', relative(root, file));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
  writeFileSync(stamp, wanted);
  writeFileSync(at('dist', '.built'), wanted);
  return wanted;
}

/** Runs a program to its end, passing on what it prints and the signals that we get. Rejects when it fails; `code` is its exit code. */
export function run(command, args, { env = {}, quiet = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      shell,
      stdio: ['inherit', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      env: { ...process.env, SCARF_ANALYTICS: 'false', ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    const forward = (signal) => child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      if (code === 0) return resolve();
      const error = new Error(`${[command, ...args].join(' ')} failed (${signal ?? `exit code ${code}`})\n${output}`.trim());
      reject(Object.assign(error, { code: code ?? 1 }));
    });
  });
}

/** Runs the steps of a script; a failing one ends it with its exit code and without a stack that helps nobody. */
export async function main(steps) {
  try {
    await steps();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = typeof error?.code === 'number' ? error.code : 1;
  }
}

function npm(...args) {
  const cli = process.env.npm_execpath;
  // Started by npm itself we use the same npm; else the one on the path, which is a .cmd on Windows and needs a shell.
  return cli !== undefined && cli.endsWith('npm-cli.js')
    ? run(process.execPath, [cli, ...args])
    : run('npm', args, { shell: process.platform === 'win32' });
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Slipway needs Node 20.19 or newer, and this is ${process.version}. See https://nodejs.org/en/download`);
}

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name) || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile() && !entry.name.endsWith('.spec.ts')) yield path;
  }
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function hash(...parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
}

function say(what) {
  process.stderr.write(`slipway: ${what} ...\n`);
}
