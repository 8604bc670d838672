import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

type File = { name?: string; startTime?: number; endTime?: number; status: string; assertionResults: { status: string }[] };

function runTool(
  files: File[] | undefined,
  exitCode: number,
  failedSteps: number,
  ...more: string[]
): { status: number | null; lines: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-sum-'));
  folders.push(folder);
  const report = join(folder, 'tests.json');
  if (files !== undefined) writeFileSync(report, JSON.stringify({ testResults: files }));
  const args = [resolve(import.meta.dirname, 'sum-up-tests.mjs'), report, String(exitCode), String(failedSteps), ...more];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
}

function sumUp(files: File[] | undefined, exitCode: number, failedSteps = 0): { status: number | null; lastLine: string | undefined } {
  const { status, lines } = runTool(files, exitCode, failedSteps);
  return { status, lastLine: lines.at(-1) };
}

const file = (status: string, ...tests: string[]): File => ({ status, assertionResults: tests.map((one) => ({ status: one })) });

it.each([
  ['all passed', [file('passed', 'passed', 'passed', 'skipped')], 0, 0, '2 passed, 0 failed', 0],
  ['a failed test', [file('failed', 'passed', 'failed'), file('passed', 'passed')], 1, 0, '2 passed, 1 failed', 1],
  ['a file that could not be loaded', [file('failed'), file('passed', 'passed')], 1, 0, '1 passed, 1 failed', 1],
  ['an error outside of the tests', [file('passed', 'passed')], 1, 0, '1 passed, 1 failed', 1],
  ['a failed check', [file('passed', 'passed')], 0, 1, '1 passed, 1 failed', 1],
  ['a run that left no report', undefined, 124, 0, '0 passed, 1 failed', 1],
  ['no test at all', [], 0, 0, '0 passed, 1 failed', 1],
] as const)('closes with the count after %s', (_name, files, exitCode, failedSteps, line, status) => {
  expect(sumUp(files === undefined ? undefined : [...files], exitCode, failedSteps)).toEqual({ status, lastLine: line });
});

it('prints what each suite took beside its budget and marks those that took longer, which fails nothing', () => {
  const taken = (path: string, seconds: number): File => ({
    ...file('passed', 'passed'),
    name: resolve(import.meta.dirname, '..', path),
    startTime: 1_000,
    endTime: 1_000 + seconds * 1_000,
  });
  const { status, lines } = runTool(
    [taken('test/load/a.spec.ts', 70), taken('test/load/b.spec.ts', 5), taken('libs/domain/src/x.spec.ts', 1)],
    0,
    0,
  );
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^libs\/domain +1 +\d+$/),
    expect.stringMatching(/^test\/load +75 +\d+ +OVER$/),
    '3 passed, 0 failed',
  ]);
  expect(status).toBe(0);
});

it('prints what the whole run took beside its budget, and the files of which something did not run', () => {
  const name = resolve(import.meta.dirname, '..', 'test/where/x.spec.ts');
  const { status, lines } = runTool([{ ...file('passed', 'passed', 'skipped', 'skipped'), name, startTime: 0, endTime: 0 }], 0, 0, '1300');
  expect(lines.slice(2)).toEqual([
    expect.stringMatching(/^all of \.ci\/run +1300 +1200 +OVER$/),
    'not run: 2 of test/where/x.spec.ts',
    '2 skipped',
    '1 passed, 0 failed',
  ]);
  expect(status).toBe(0);
});
