// Prints "N passed, N failed" from the JSON report of the test run, and exits with 1 unless all tests have run and passed.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { success, numPassedTests, numFailedTests, numFailedTestSuites } = report;
// A test that is skipped proves nothing, and here everything that a test could need is at hand.
const skipped = report.testResults
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status }) => status !== 'passed' && status !== 'failed');
for (const { fullName, status } of skipped) process.stderr.write(`${status}: ${fullName}\n`);

process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed\n`);
const held = success && numPassedTests > 0 && numFailedTests === 0 && numFailedTestSuites === 0 && skipped.length === 0;
process.exitCode = held ? 0 : 1;
