// Runs one of our TypeScript programs from its source, without a build: node scripts/run-source.mjs tools/write-openapi.ts --check
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const hook = pathToFileURL(join(root, 'libs/testing/src/child-process/register-typescript.mjs')).href;
const [program = '', ...args] = process.argv.slice(2);
const { status, error } = spawnSync(process.execPath, ['--conditions=@slipway/source', '--import', hook, join(root, program), ...args], {
  cwd: root,
  stdio: 'inherit',
});
if (error) console.error(error.message);
process.exitCode = status ?? 1;
