import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undoAtEnd } from './children.mjs';
import { busiestProfile } from './cpu-profile.mjs';
import { ROOT } from './machine.mjs';
import { openSession } from './session.mjs';
import { takeTurn } from './turns.mjs';

const SHOWN = 40;
const WARM_UP_MS = 3000;
const INTERVAL_US = '500';

/**
 * Prints where the serving thread's time goes, its start included.
 * @param {import('./entrants.mjs').Planned} planned the first entrant is profiled
 * @param {import('./bench.mjs').BenchContext} context
 */
export async function profileWorkload({ workload, entrants: [entrant] }, context) {
  if (entrant === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'spork-profile-'));
  const removeFolder = undoAtEnd(() => rmSync(folder, { recursive: true, force: true }));
  const session = await openSession({
    domain: workload.domain,
    dedupe: workload.dedupe ?? 'off',
    node: context.node,
  });
  try {
    const nodeOptions = ['--cpu-prof', '--cpu-prof-interval', INTERVAL_US, '--cpu-prof-dir', folder];
    const running = await session.start({ ...entrant, nodeOptions });
    const { bodies } = workload;
    const turn = {
      running,
      session,
      workload,
      bodies,
      warmUpMs: WARM_UP_MS,
      countedMs: context.seconds * 1000,
    };
    const { cpuMs } = await takeTurn(context.load, turn);
    await running.stop();
    const profile = busiestProfile(folder, ROOT);
    context.say(
      `${workload.id}, ${entrant.id}: ${cpuMs.toPrecision(3)} CPU ms/request while profiled. Self time of the serving thread:`,
    );
    for (const { name, place, share } of profile?.functions.slice(0, SHOWN) ?? []) {
      context.say(`${(share * 100).toFixed(1).padStart(6)} %  ${name}  ${place}`);
    }
  } finally {
    await session.close();
    removeFolder();
  }
}
