/**
 * Runs every test with coverage, checks the coverage gate, and ends with the plain line `N passed, N failed`.
 * Arguments go to Jest: `npm test -- test/unit/plan`. With arguments only a part may run, so the gate is not checked then.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCoverage, formatCoverage } from './lib/coverage-gate.mjs';
import { countTests } from './lib/test-summary.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(ROOT, ...parts);
const RESULT = at('coverage', 'test-result.json');
const SUMMARY = at('coverage', 'coverage-summary.json');
const forwarded = process.argv.slice(2);

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

function runJest() {
  mkdirSync(at('coverage'), { recursive: true });
  // What an earlier run left must not be read as this run's.
  rmSync(RESULT, { force: true });
  rmSync(SUMMARY, { force: true });
  const args = ['--coverage', '--maxWorkers=2', '--json', `--outputFile=${RESULT}`, ...forwarded];
  const jest = spawnSync(process.execPath, [at('node_modules', 'jest', 'bin', 'jest.js'), ...args], {
    cwd: ROOT,
    // --json also prints the whole result to stdout; the file is enough. Progress comes on stderr.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return jest.status === 0;
}

function coveragePasses() {
  const summary = readJson(SUMMARY);
  if (summary === undefined) {
    process.stdout.write('Lines covered: no coverage was written.\n');
    return false;
  }
  const rows = checkCoverage(summary, readJson(at('coverage-gate.json')), at('src').replaceAll('\\', '/'));
  process.stdout.write(`${formatCoverage(rows)}\n`);
  return rows.every((row) => row.passed);
}

const jestPassed = runJest();
const counts = countTests(readJson(RESULT));
const covered = forwarded.length > 0 || coveragePasses();
if (!covered)
  process.stdout.write('The coverage gate failed: see coverage/lcov-report or coverage-gate.json.\n');
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = jestPassed && covered && counts.failed === 0 ? 0 : 1;
