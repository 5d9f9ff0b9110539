import { existsSync, readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10; // 1000 / sysconf(_SC_CLK_TCK), which Linux fixes at 100 for user space

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined; // The process ended meanwhile.
  }
}

/**
 * @param {string} stat a line of /proc/PID/stat; the name in brackets may hold spaces and brackets
 * @returns {{ parent: number, cpuMs: number }} `cpuMs`: user and system time with that of children that ended, in steps of 10 ms
 */
export function parseStat(stat) {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [utime, stime, cutime, cstime] = fields.slice(11, 15).map(Number);
  return {
    parent: Number(fields[1]),
    cpuMs: ((utime ?? 0) + (stime ?? 0) + (cutime ?? 0) + (cstime ?? 0)) * MS_PER_TICK,
  };
}

/**
 * @param {string} status the text of /proc/PID/status
 * @returns {number} most memory the process ever held, in bytes
 */
export function parsePeakMemory(status) {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/**
 * The process and all that descends from it.
 * @param {number} root
 * @returns {number[]}
 * @throws {Error} where there is no /proc
 */
export function descendants(root) {
  if (!existsSync('/proc/self/stat')) throw new Error('CPU time is read from /proc: this needs Linux.');
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = read(`/proc/${entry}/stat`);
    if (stat === undefined) continue;
    const { parent } = parseStat(stat);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/**
 * CPU time of a process tree since it started, and the most memory that its processes held, in bytes.
 * @param {number} root
 * @returns {{ cpuMs: number, peakBytes: number }}
 */
export function measureTree(root) {
  let cpuMs = 0;
  let peakBytes = 0;
  for (const pid of descendants(root)) {
    cpuMs += parseStat(read(`/proc/${pid}/stat`) ?? '').cpuMs || 0;
    peakBytes += parsePeakMemory(read(`/proc/${pid}/status`) ?? '');
  }
  return { cpuMs, peakBytes };
}
