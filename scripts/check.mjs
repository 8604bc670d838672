// `npm run check`: everything that can be said of the code without running it. Goes on after a failure, so that one run tells all, and
// exits with 1 when any step failed. Two steps run at a time, most of which use one processor. `npm run check -- lint format` runs the named steps only.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureGenerated, ensureInstalled } from './lib.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cruised = ['apps', 'libs', 'test', 'bench', 'examples', 'tools', 'scripts'].filter((folder) => existsSync(join(root, folder)));

/** Each step: its name, the script that Node runs (npm's `.bin` wrappers differ on Windows), its arguments. */
const STEPS = [
  ['types', 'node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.json'],
  ['format', 'node_modules/oxfmt/bin/oxfmt', '-c', 'oxfmt.config.mjs', '--check', '.'],
  ['lint', 'node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives', '.'],
  ['arrows', 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', ...cruised],
  ['dead-code', 'node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints'],
  ['map', 'tools/check-nest-map.mjs'],
  ['docs', 'tools/check-docs.mjs'],
  ['migrations', 'tools/check-migrations.mjs'],
  ['filter-grammar', 'tools/build-filter-grammar.mjs', '--check'],
  ['openapi', 'scripts/run-source.mjs', 'tools/write-openapi.ts', '--check'],
  ['sdk', 'tools/write-sdk.mjs', '--check'],
  ['event-schemas', 'scripts/run-source.mjs', 'tools/write-event-schemas.ts', '--check'],
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some(([step]) => step === name));
if (unknown.length > 0) {
  console.error(`No step ${unknown.join(', ')}. There are: ${STEPS.map(([step]) => step).join(', ')}`);
  process.exit(2);
}

/** Seconds since `start` (milliseconds), for people. */
const since = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

await ensureInstalled();
await ensureGenerated();

/** Runs a step to its end. @returns whether all was well; what it printed is shown in one piece, because another step runs beside it. */
function runStep([name, script, ...args]) {
  const start = performance.now();
  const child = spawn(process.execPath, [join(root, script), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  return new Promise((resolve) => {
    const end = (ok) => {
      console.log(`\n== ${name}\n${said}-- ${name}: ${ok ? 'ok' : 'FAILED'} (${since(start)})`);
      resolve(ok);
    };
    child.once('error', (error) => {
      said += `${error.message}\n`;
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}

const failed = [];
const left = STEPS.filter(([name]) => wanted.length === 0 || wanted.includes(name));
const lane = async () => {
  for (let step = left.shift(); step !== undefined; step = left.shift()) if (!(await runStep(step))) failed.push(step[0]);
};
await Promise.all([lane(), lane()]);

console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
