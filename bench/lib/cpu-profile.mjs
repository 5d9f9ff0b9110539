import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * @typedef {{ callFrame: { functionName: string, url: string, lineNumber: number }, id: number }} ProfileNode
 * @typedef {{ nodes: ProfileNode[], samples: number[], timeDeltas: number[] }} CpuProfile
 * @typedef {{ name: string, place: string, selfMs: number, share: number }} SelfTime `share` of the busy time
 */

const IDLE = new Set(['(idle)', '(root)']);

/** `dist/plan/cache.js:12`, or the package, or `node:internal`. @param {ProfileNode} node @param {string} root */
function placeOf({ callFrame: { url, lineNumber } }, root) {
  if (url === '') return 'V8';
  if (!url.startsWith('file://')) return url;
  return `${relative(root, url.slice('file://'.length))}:${lineNumber + 1}`;
}

/**
 * The functions in which the time went, most first.
 * @param {CpuProfile} profile as `node --cpu-prof` writes it
 * @param {string} root places are told relative to it
 * @returns {{ busyMs: number, functions: SelfTime[] }}
 */
export function selfTimes(profile, root) {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  /** @type {Map<string, SelfTime>} */
  const totals = new Map();
  let busyMs = 0;
  profile.samples.forEach((id, index) => {
    const node = byId.get(id);
    if (node === undefined || IDLE.has(node.callFrame.functionName)) return;
    const ms = (profile.timeDeltas[index] ?? 0) / 1000;
    busyMs += ms;
    const place = placeOf(node, root);
    const name = node.callFrame.functionName || '(anonymous)';
    const known = totals.get(`${name} ${place}`);
    if (known === undefined) totals.set(`${name} ${place}`, { name, place, selfMs: ms, share: 0 });
    else known.selfMs += ms;
  });
  const functions = [...totals.values()].sort((a, b) => b.selfMs - a.selfMs);
  return { busyMs, functions: functions.map((one) => ({ ...one, share: one.selfMs / busyMs })) };
}

/**
 * The profile of the serving thread: the one of a folder that was busiest. Workers write files of their own.
 * @param {string} folder
 * @param {string} root
 */
export function busiestProfile(folder, root) {
  const profiles = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => ({
      file: join(folder, name),
      ...selfTimes(JSON.parse(readFileSync(join(folder, name), 'utf8')), root),
    }));
  return profiles.sort((a, b) => b.busyMs - a.busyMs)[0];
}
