// The closing line of .ci/run.
//
//   node tools/sum-up-tests.mjs REPORT EXIT_CODE FAILED_STEPS [SECONDS]
//
// REPORT is what vitest's json reporter wrote (it may be missing: the run ended before), EXIT_CODE that of the test run, FAILED_STEPS the
// number of steps before it that failed, SECONDS the time since .ci/run began. Prints what each suite took beside its budget, and all of it beside
// the budget of the whole; the files of which tests were skipped (each says why where it runs); then `N passed, N failed`, and exits with 1
// unless all tests passed. What is over its budget is marked and fails nothing: time depends on the machine.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** What all of .ci/run may take on 2 cores. */
const WHOLE_BUDGET = 1_200;

const [report, exitCode, failedSteps, wholeSeconds] = process.argv.slice(2);

let passed = 0;
let failed = Number(failedSteps);
let skipped = 0;
let failedTests = 0;
if (existsSync(report)) {
  const files = JSON.parse(readFileSync(report, 'utf8')).testResults;
  printBudgets(files);
  for (const file of files) {
    const count = (...states) => file.assertionResults.filter(({ status }) => states.includes(status)).length;
    passed += count('passed');
    const notRun = count('skipped', 'pending', 'todo', 'disabled');
    if (notRun > 0) console.log(`not run: ${notRun} of ${relative(root, file.name ?? '')}`);
    skipped += notRun;
    // A file that could not be loaded, or whose beforeAll threw, has failed with no failed test in it.
    failedTests += file.status === 'failed' ? Math.max(1, count('failed')) : count('failed');
  }
} else {
  console.log('The test run left no report.');
}
if (Number(exitCode) !== 0 && failedTests === 0) {
  console.log(`The test run ended with exit code ${exitCode} beside its tests${exitCode === '124' ? ' (time limit)' : ''}.`);
  failedTests = 1;
}
failed += failedTests;
if (passed === 0 && failed === 0) {
  console.log('No test ran.');
  failed = 1;
}

if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Seconds of each suite's files, added up (three files run at a time), beside what it may take on 2 cores. */
function printBudgets(files) {
  const budgets = JSON.parse(readFileSync(join(root, 'tools', 'suite-budgets.json'), 'utf8'));
  const seconds = new Map();
  for (const { name = '', startTime = 0, endTime = 0 } of files) {
    const suite = suiteOf(name, budgets);
    seconds.set(suite, (seconds.get(suite) ?? 0) + (endTime - startTime) / 1000);
  }
  console.log('suite                  seconds  budget');
  for (const [suite, taken] of [...seconds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(row(suite, taken, budgets[suite]));
  }
  if (wholeSeconds !== undefined) console.log(row('all of .ci/run', Number(wholeSeconds), WHOLE_BUDGET));
}

function row(name, taken, budget) {
  return `${name.padEnd(22)} ${taken.toFixed(0).padStart(7)} ${String(budget).padStart(7)}${taken > budget ? '  OVER' : ''}`;
}

/** The suite that a file counts for: the longest name in the table that its path starts with, else `other`. */
function suiteOf(path, budgets) {
  const inside = relative(root, path).replaceAll('\\', '/');
  return Object.keys(budgets).findLast((suite) => inside.startsWith(`${suite}/`)) ?? 'other';
}
