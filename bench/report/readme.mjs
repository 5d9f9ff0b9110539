import { markdownTable } from './table.mjs';
import {
  digits,
  growthOf,
  ours,
  pairRatios,
  STARTUP_HEAD,
  startupRows,
  WORKLOAD_HEAD,
  workloadRows,
} from './summary.mjs';

/** @typedef {import('./summary.mjs').Results} Results */

const INTRODUCTION = `# Benchmarks

Musical Spork side by side with the federation gateways that npm carries. One command, no services:

\`\`\`sh
npm run bench                                        # everything, about an hour
npm run bench -- --workload heavy,small --rounds 3   # a part of it
npm run bench -- --compare main                      # the working tree against a revision: the gate of the hot path
npm run bench -- --workload heavy --profile          # where this gateway's time goes
\`\`\`

The first run installs the other gateways and Node 24 into \`bench/node_modules\`, about 900 MB. \`npm run bench -- --help\` has all flags.

## How it is measured

- The gateway runs on one core, load and subgraphs on another (\`taskset\`). Gateways take turns, A B A B, and stay up between their turns.
- **CPU ms/request** is user and system time of the gateway's whole process tree, by the answers that were complete in the same time.
  Requests/s and latencies depend on what else the machine does; the CPU time does much less, and its ratio least.
- Figures are medians of all rounds, with least and most in brackets. Each turn is warmed up before it counts.
- Peak memory is the most that the tree held since it started: workloads over one supergraph share processes, so it only rises from
  one of their tables to the next.
- Every gateway's answers are compared first; one that answers otherwise is not timed. Any failed answer ends its turn.
- Subgraphs replay what the real ones in \`subgraphs/\`, or synthetic ones with graphql-js, answered to the same request bodies once.
- The column "busy" is the share of one core that each part used. Where the gateway is the busiest, neither subgraphs nor load hold it back.
- Load comes from a generator of its own (\`load/\`): autocannon's reads about 2,000 answers of 87 KB a second, fewer than a gateway gives.
- De-duplication of requests in flight is off, except in \`heavy-dedupe\`. Hive Gateway de-duplicates subgraph requests by default, which
  "fetches/answer" shows, and is measured so, and without on a line of its own. A comparison of two versions (\`--compare\`) starts both anew in every round.`;

const GROWTH_WORDS = {
  representations: 'entities in one list, 3 fetches (wide)',
  size: 'objects in one list, 1 fetch (size)',
  subgraphs: 'subgraphs asked for one entity (fan)',
  connections: 'connections, heavy query',
};

/**
 * @param {Results} results
 * @param {{ chart: string, file: string }} names of the chart and the results file, relative to the page
 * @returns {string} the page, Markdown
 */
export function renderReadme(results, { chart, file }) {
  return (
    [
      [INTRODUCTION, harness(results), ...results.remarks.map((remark) => `- ${remark}`)].join('\n'),
      `## Results\n\n${origin(results)}\n\n![CPU time per request of each gateway, and how it grows](${chart})`,
      `All turns: [${file}](${file}).`,
      ...glance(results),
      ...results.workloads
        .filter(({ growth }) => growth === undefined)
        .map((workload) => section(workload, WORKLOAD_HEAD, workloadRows(workload))),
      ...results.startups.map((startup) => section(startup, STARTUP_HEAD, startupRows(startup))),
      ...growthSection(results),
    ].join('\n\n') + '\n'
  );
}

/** @param {Results} results */
function harness({ harness: { rps, subgraphCpuMs, loadCpuMs }, workloads }) {
  const turns = workloads.flatMap(({ entrants }) => entrants.flatMap((entrant) => entrant.turns));
  const asked = Math.max(...turns.map((turn) => turn.rps * turn.fetchesPerAnswer));
  return `- Without a gateway between them, subgraphs and load give ${digits(rps)} answers/s on their core: ${digits(subgraphCpuMs)} ms CPU in the
  subgraphs, ${digits(loadCpuMs)} ms in the load. The most that a gateway asked of the subgraphs is ${digits(asked)} requests/s.`;
}

const PEERS = {
  hive: 'Hive Gateway, Rust planner',
  'hive-no-dedupe': 'the same, no dedupe',
  'hive-jit': 'Hive Gateway, --jit',
  apollo: 'Apollo Gateway',
};

/** Our gateway as a share of each peer, on the newest Node. @param {Results} results */
function glance({ workloads, nodes }) {
  const node = nodes[0]?.name;
  const rows = workloads.flatMap(({ id, entrants }) => {
    const own = ours(entrants, `spork@${node}`);
    if (own === undefined) return [];
    const cells = Object.keys(PEERS).map((peer) => {
      const other = entrants.find((one) => one.id === `${peer}@${node}` && one.turns.length > 0);
      if (other === undefined) return '';
      const cpu = pairRatios(own, other, 'cpuMs').median;
      return `${digits(cpu)}× CPU, ${digits(pairRatios(own, other, 'rps').median)}× requests/s`;
    });
    return [[id, ...cells]];
  });
  if (rows.length === 0) return [];
  const head = [`Musical Spork against (Node ${node})`, ...Object.values(PEERS)];
  return [
    `### At a glance\n\nMedians of the ratio of turns of the same round: less CPU and more requests/s are better.\n\n${markdownTable(head, rows)}`,
  ];
}

/** @param {Results} results */
function origin({ revision, date, machine, nodes, options, command }) {
  const { cpu, cores, memoryGb, system, pinned, loadAverage } = machine;
  return [
    `Commit \`${revision.commit}\`${revision.dirty ? ' with changes' : ''}, ${date.slice(0, 10)}, \`${command}\`: ${options.rounds} rounds of ${options.seconds} s.`,
    `Machine: ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}; ${pinned ? 'pinned' : 'not pinned'}; load average at the start ${digits(loadAverage)}. Node ${nodes.map(({ version }) => version).join(' and ')}.`,
  ].join('\n');
}

/**
 * @param {{ id: string, title: string }} measured
 * @param {readonly string[]} head
 * @param {readonly string[][]} rows
 */
const section = ({ id, title }, head, rows) => `### ${id}: ${title}\n\n${markdownTable(head, rows)}`;

/** @param {Results} results */
function growthSection({ workloads }) {
  const families = growthOf(workloads);
  if (families.length === 0) return [];
  const tables = families.map(({ family, lines }) => {
    const sizes = lines[0]?.points.map(({ x }) => x) ?? [];
    const rows = lines.map(({ title, points, exponent }) => [
      title,
      ...sizes.map((size) => {
        const point = points.find(({ x }) => x === size);
        return point === undefined ? 'not timed' : digits(point.y);
      }),
      Number.isNaN(exponent) ? '' : exponent.toFixed(2),
    ]);
    const head = ['CPU ms/request', ...sizes.map((size) => size.toLocaleString('en-US')), 'exponent'];
    return `### ${GROWTH_WORDS[/** @type {keyof typeof GROWTH_WORDS} */ (family)]}\n\n${markdownTable(head, rows)}`;
  });
  const peaks = workloads.filter(({ growth }) => growth !== undefined);
  return [
    '## Growth\n\nThe exponent is fitted over the upper 100×: 1 is linear, 0 does not grow. Answers per second, latency and memory of the same turns follow.',
    ...tables,
    ...peaks.map((workload) => section(workload, WORKLOAD_HEAD, workloadRows(workload))),
  ];
}
