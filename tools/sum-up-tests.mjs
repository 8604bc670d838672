// The closing line of .ci/run.
//
//   node tools/sum-up-tests.mjs REPORT EXIT_CODE FAILED_STEPS
//
// REPORT is what vitest's json reporter wrote (it may be missing: the run ended before), EXIT_CODE that of the test run, FAILED_STEPS the
// number of steps before it that failed. Prints `N passed, N failed` and exits with 1 unless all is well.
import { existsSync, readFileSync } from 'node:fs';

const [report, exitCode, failedSteps] = process.argv.slice(2);

let passed = 0;
let failed = Number(failedSteps);
let skipped = 0;
let failedTests = 0;
if (existsSync(report)) {
  for (const file of JSON.parse(readFileSync(report, 'utf8')).testResults) {
    const count = (...states) => file.assertionResults.filter(({ status }) => states.includes(status)).length;
    passed += count('passed');
    skipped += count('skipped', 'pending', 'todo', 'disabled');
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
