import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

function problemsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const house = mkdtempSync(join(tmpdir(), 'slipway-docs-check-'));
  onTestFinished(() => rmSync(house, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
  execFileSync('git', ['init', '-q'], { cwd: house });
  const { stderr } = spawnSync(process.execPath, [resolve(import.meta.dirname, 'check-docs.mjs'), house], { encoding: 'utf8' });
  return stderr.split('\n').filter((line) => line !== '');
}

it('names scripts that npm would not know, in fenced blocks too', () => {
  const scripts = JSON.stringify({ scripts: { start: 'x', 'db:migrate': 'x' } });
  const page = 'Type `npm start`, then `npm run db:migrate`.\n```bash\nnpm run gone -- x\n```\nnpm test';
  expect(problemsOf({ 'package.json': scripts, 'README.md': page })).toEqual([
    'README.md:3: package.json has no script "gone"',
    'README.md:5: package.json has no script "test"',
  ]);
});

it('names what the code has and its reference page leaves out', () => {
  const files = {
    'libs/domain/src/errors/error-code.ts': "export const ERROR_CODES = {\n  TOLD: 'x',\n  LEFT_OUT: 'x',\n};",
    'docs/reference/errors.md': '| `TOLD` | 400 |',
    'apps/worker/src/metrics.ts': "new Gauge({ name: 'slipway_lag_seconds' })",
    'docs/operations.md': 'nothing',
  };
  expect(problemsOf(files)).toEqual([
    'docs/reference/errors.md leaves out `LEFT_OUT`',
    'docs/operations.md leaves out `slipway_lag_seconds`',
  ]);
});

it('names comments that send a reader to a page that is gone', () => {
  const files = { 'docs/glossary.md': '# Words', 'libs/a.ts': '// docs/glossary.md, rule 7\n// docs/gone.md' };
  expect(problemsOf(files)).toEqual(['libs/a.ts:2: docs/gone.md does not exist']);
});
