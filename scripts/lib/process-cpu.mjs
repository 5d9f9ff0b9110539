import { readdirSync, readFileSync } from 'node:fs';

/** Linux reports CPU time in ticks of 1/100 s to programs, whatever the kernel counts in. */
const TICK_MS = 10;

/** Fields of /proc/PID/stat from the third on; undefined when the process has ended. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/**
 * Milliseconds of CPU that a process used so far, and that its descendants used, with those of them that have ended; Linux only.
 * @returns {{ own: number, descendants: number }}
 */
export function cpuOfTree(root) {
  const children = new Map();
  const stats = new Map();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(name) : undefined;
    if (stat === undefined) continue;
    const parent = Number(stat[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    stats.set(Number(name), stat);
  }
  const ticks = (pid, from, to) =>
    (stats.get(pid) ?? []).slice(from, to).reduce((sum, value) => sum + Number(value), 0);
  // utime and stime; behind them what children that ended used of both.
  const own = ticks(root, 11, 13);
  let descendants = ticks(root, 13, 15);
  const pending = [...(children.get(root) ?? [])];
  for (let pid = pending.pop(); pid !== undefined; pid = pending.pop()) {
    descendants += ticks(pid, 11, 15);
    pending.push(...(children.get(pid) ?? []));
  }
  return { own: own * TICK_MS, descendants: descendants * TICK_MS };
}

/** Waits until the tree has used no CPU for 150 ms, and returns what it has used by then. */
export async function settledCpuOfTree(root) {
  let last = cpuOfTree(root);
  for (let quiet = 0; quiet < 3;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = cpuOfTree(root);
    quiet = now.own === last.own && now.descendants === last.descendants ? quiet + 1 : 0;
    last = now;
  }
  return last;
}
