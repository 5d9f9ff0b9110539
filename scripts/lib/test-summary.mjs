/**
 * Counts of a Jest JSON result. A suite that failed to run holds no tests, so it counts as one failure of its own; a pending
 * or todo test counts as failed, because no test here is skipped.
 * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, numPendingTests: number, numTodoTests: number } | undefined} result
 */
export function countTests(result) {
  if (result === undefined) return { passed: 0, failed: 1 };
  const skipped = result.numPendingTests + result.numTodoTests;
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites + skipped,
  };
}
