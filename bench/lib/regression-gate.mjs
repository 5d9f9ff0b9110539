import { median } from './stats.mjs';

/** A change may cost this much of requests/s, or add this much CPU per request; more is a regression. */
export const TOLERANCE = 0.05;

/**
 * @typedef {{ rps: number, cpuMs: number }} Measured
 * @typedef {{ workload: string, rps: number, cpuMs: number, failures: string[] }} Verdict `rps` and `cpuMs` are ratios: new / old
 */

/**
 * Judges one workload by the ratio of medians, which what else the machine does changes least.
 * @param {string} workload
 * @param {readonly Measured[]} before turns of the old version, one or more
 * @param {readonly Measured[]} after turns of the new one
 * @returns {Verdict} `failures` is empty when nothing got worse by the tolerance
 */
export function judge(workload, before, after) {
  const ratio = (/** @type {keyof Measured} */ key) =>
    median(after.map((turn) => turn[key])) / median(before.map((turn) => turn[key]));
  const rps = ratio('rps');
  const cpuMs = ratio('cpuMs');
  const percent = (/** @type {number} */ value) =>
    `${value >= 1 ? '+' : ''}${((value - 1) * 100).toFixed(1)} %`;
  const failures = [];
  if (!(rps > 1 - TOLERANCE)) failures.push(`${workload}: ${percent(rps)} requests/s`);
  if (!(cpuMs < 1 + TOLERANCE)) failures.push(`${workload}: ${percent(cpuMs)} CPU per request`);
  return { workload, rps, cpuMs, failures };
}
