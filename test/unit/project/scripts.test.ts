import { checkCoverage, formatCoverage } from '../../../scripts/lib/coverage-gate.mjs';
import { countTests } from '../../../scripts/lib/test-summary.mjs';

const lines = (covered: number, total: number) => ({ lines: { covered, total } });
const GATE = { overall: 90, folders: { plan: 96, cache: 96 } };

describe('coverage gate', () => {
  test('weighs files by their lines and passes at exactly the least figure', () => {
    const rows = checkCoverage({ total: lines(0, 1000), '/r/src/plan/a.ts': lines(96, 100) }, GATE, '/r/src');
    expect(rows.map(({ name, percent, passed }) => ({ name, percent, passed }))).toEqual([
      { name: 'all of src', percent: 96, passed: true },
      { name: 'plan', percent: 96, passed: true },
      { name: 'cache', percent: 100, passed: true },
    ]);
  });

  test('fails a folder below its figure although the whole passes', () => {
    const summary = { '/r/src/plan/a.ts': lines(95, 100), '/r/src/planner-x/b.ts': lines(1000, 1000) };
    const rows = checkCoverage(summary, GATE, '/r/src');
    expect(rows.map((row) => row.passed)).toEqual([true, false, true]);
    expect(formatCoverage(rows)).toMatch(/plan .*95\/100 .*95\.00% .*at least 96%.*TOO LOW/);
  });

  test('fails the whole below its figure', () => {
    const rows = checkCoverage({ '/r/src/http/a.ts': lines(899, 1000) }, GATE, '/r/src');
    expect(rows.map((row) => row.passed)).toEqual([false, true, true]);
  });
});

describe('the count of tests', () => {
  const result = {
    numPassedTests: 7,
    numFailedTests: 2,
    numRuntimeErrorTestSuites: 1,
    numPendingTests: 0,
    numTodoTests: 0,
  };

  test('counts a suite that could not run as a failure', () => {
    expect(countTests(result)).toEqual({ passed: 7, failed: 3 });
  });

  test('counts a skipped test as a failure', () => {
    expect(countTests({ ...result, numPendingTests: 1, numTodoTests: 1 })).toEqual({ passed: 7, failed: 5 });
  });

  test('counts a run without a result as a failure', () => {
    expect(countTests(undefined)).toEqual({ passed: 0, failed: 1 });
  });
});
