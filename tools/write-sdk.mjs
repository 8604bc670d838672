// Writes the types of the SDK, `libs/sdk/src/generated/api.ts`, from `docs/reference/openapi.json` (which tools/write-openapi.ts writes).
//
//   node tools/write-sdk.mjs [--check]
//
// With `--check` nothing is written; the exit code is 1 when the committed file differs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'docs', 'reference', 'openapi.json');
const target = join(root, 'libs', 'sdk', 'src', 'generated', 'api.ts');

const document = JSON.parse(readFileSync(source, 'utf8'));
const types = astToString(await openapiTypescript(document));
const text = `// Generated from docs/reference/openapi.json by tools/write-sdk.mjs; do not edit.\n\n${types}`;

if (process.argv.includes('--check')) {
  let committed = '';
  try {
    committed = readFileSync(target, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    // Missing is different.
  }
  if (committed !== text) {
    console.error('libs/sdk/src/generated/api.ts is not what docs/reference/openapi.json says. Run: node tools/write-sdk.mjs');
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
