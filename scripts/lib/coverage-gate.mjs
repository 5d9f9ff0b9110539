/** Compares Jest's coverage-summary.json with coverage-gate.json: lines covered, overall and per folder of src. */

/**
 * @param {Record<string, { lines: { total: number, covered: number } }>} summary parsed coverage-summary.json
 * @param {{ overall: number, folders: Record<string, number> }} gate least percentages of lines
 * @param {string} srcRoot absolute path of src, as in the keys of the summary
 * @returns {{ name: string, covered: number, total: number, percent: number, required: number, passed: boolean }[]}
 * A folder without any measured file has nothing to cover yet and passes.
 */
export function checkCoverage(summary, gate, srcRoot) {
  const rows = [row('all of src', gate.overall, filesBelow(summary, srcRoot))];
  for (const [folder, required] of Object.entries(gate.folders)) {
    rows.push(row(folder, required, filesBelow(summary, `${srcRoot}/${folder}`)));
  }
  return rows;
}

function filesBelow(summary, folder) {
  const prefix = `${folder}/`;
  return Object.entries(summary)
    .filter(([file]) => file.replaceAll('\\', '/').startsWith(prefix))
    .map(([, entry]) => entry.lines);
}

function row(name, required, files) {
  const total = files.reduce((sum, lines) => sum + lines.total, 0);
  const covered = files.reduce((sum, lines) => sum + lines.covered, 0);
  const percent = total === 0 ? 100 : (covered / total) * 100;
  return { name, covered, total, percent, required, passed: percent >= required };
}

/** @param {ReturnType<typeof checkCoverage>} rows */
export function formatCoverage(rows) {
  const lines = rows.map((entry) => {
    const cells = [
      entry.name.padEnd(12),
      `${entry.covered}/${entry.total}`.padStart(13),
      entry.total === 0 ? '      -' : `${entry.percent.toFixed(2)}%`.padStart(7),
      `(at least ${entry.required}%)`,
      entry.passed ? 'ok' : 'TOO LOW',
    ];
    return cells.join('  ');
  });
  return ['Lines covered', ...lines].join('\n');
}
