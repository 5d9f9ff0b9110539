import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { selfTimes } from '../../../bench/lib/cpu-profile.mjs';
import { readOptions, UsageError } from '../../../bench/lib/options.mjs';
import { descendants, measureTree, parsePeakMemory, parseStat } from '../../../bench/lib/process-tree.mjs';
import { judge } from '../../../bench/lib/regression-gate.mjs';
import { growthExponent, median, percentile, summarize } from '../../../bench/lib/stats.mjs';
import { renderChart } from '../../../bench/report/chart.mjs';
import { growthOf, joinResults, workloadRows } from '../../../bench/report/summary.mjs';
import { markdownTable } from '../../../bench/report/table.mjs';

describe('statistics', () => {
  test('median is the middle, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(summarize([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  });

  test('percentile is the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_value, index) => index + 1);
    expect([50, 95, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([50, 95, 99, 100]);
    expect(percentile([1, 2, 3, 4, 5], 50)).toBe(3);
    expect(percentile([], 50)).toBeNaN();
  });

  test('growth is 1 when linear, 2 when quadratic, 0 when constant', () => {
    const curve = (power: number) => [1, 10, 100].map((x) => ({ x, y: 3 * x ** power }));
    for (const power of [0, 1, 2]) expect(growthExponent(curve(power))).toBeCloseTo(power, 10);
  });
});

describe('CPU and memory of a process tree', () => {
  test('reads a line of /proc/PID/stat whose name holds brackets and spaces', () => {
    const fields = ['S', '77', ...Array.from({ length: 9 }, () => '0'), '100', '20', '3', '4', '20', '0'];
    expect(parseStat(`4242 (a (b) c) ${fields.join(' ')}`)).toEqual({ parent: 77, cpuMs: 1270 });
    expect(parsePeakMemory('VmPeak:\t 9 kB\nVmHWM:\t  2048 kB\n')).toBe(2 * 1024 * 1024);
  });

  test('counts what a child of the process does', async () => {
    const busy = 'const end = process.cpuUsage().user + 300_000; while (process.cpuUsage().user < end);';
    const parent = spawn(process.execPath, [
      '-e',
      `const { spawn } = require('node:child_process');
       const child = spawn(process.execPath, ['-e', ${JSON.stringify(`${busy} console.log('done'); setInterval(() => {}, 1000);`)}]);
       child.stdout.on('data', (text) => console.log(String(text)));
       process.on('SIGTERM', () => { child.kill(); process.exit(); });`,
    ]);
    try {
      await once(parent.stdout, 'data');
      const pid = parent.pid ?? 0;
      if (process.platform !== 'linux') {
        expect(() => measureTree(pid)).toThrow('Linux');
        return;
      }
      expect(descendants(pid)).toHaveLength(2);
      const { cpuMs, peakBytes } = measureTree(pid);
      expect(cpuMs).toBeGreaterThanOrEqual(300);
      expect(peakBytes).toBeGreaterThan(20 * 1024 * 1024);
    } finally {
      parent.kill('SIGTERM');
      await once(parent, 'exit');
    }
  });
});

describe('the regression gate', () => {
  const turns = (rps: number, cpuMs: number) =>
    [1, 1.2, 0.8].map((noise) => ({ rps: rps * noise, cpuMs: cpuMs * noise }));

  test('passes what is better or nearly alike', () => {
    expect(judge('heavy', turns(1000, 1), turns(1000, 1))).toMatchObject({ rps: 1, cpuMs: 1, failures: [] });
    expect(judge('heavy', turns(1000, 1), turns(960, 1.04)).failures).toEqual([]);
    expect(judge('heavy', turns(1000, 1), turns(2000, 0.5)).failures).toEqual([]);
  });

  test('fails at 5 % fewer requests or 5 % more CPU', () => {
    expect(judge('heavy', turns(1000, 1), turns(950, 1)).failures).toEqual(['heavy: -5.0 % requests/s']);
    expect(judge('small', turns(1000, 1), turns(1000, 1.06)).failures).toEqual([
      'small: +6.0 % CPU per request',
    ]);
  });

  test('fails what was not measured', () => {
    expect(judge('small', [], turns(1, 1)).failures).toHaveLength(2);
  });
});

describe('flags', () => {
  test('have defaults, lists and numbers', () => {
    expect(readOptions([])).toMatchObject({ workloads: undefined, nodes: undefined, rounds: 5, seconds: 3 });
    expect(readOptions(['--workload', 'heavy,small', '--node', '24', '--rounds', '7'])).toMatchObject({
      workloads: ['heavy', 'small'],
      nodes: ['24'],
      rounds: 7,
    });
    expect(readOptions(['--node', 'both']).nodes).toBeUndefined();
  });

  test.each([[['--rounds', '0']], [['--seconds', 'many']], [['--fast']], [['heavy']]])(
    'refuses %j',
    (args) => {
      expect(() => readOptions(args)).toThrow(UsageError);
    },
  );
});

const turn = (cpuMs: number) => ({
  cpuMs,
  rps: 1000 / cpuMs,
  p50: 1,
  p95: 2,
  p99: 3,
  peakBytes: 2 ** 20,
  gatewayBusy: 1,
  subgraphsBusy: 0.2,
  loadBusy: 0.1,
  fetchesPerAnswer: 1,
});
const workload = (id: string, x: number, costs: Record<string, number[]>) => ({
  id,
  title: id,
  connections: 1,
  growth: { family: 'size', x },
  entrants: Object.entries(costs).map(([name, values]) => ({
    id: name,
    title: name,
    turns: values.map(turn),
  })),
});

describe('the report', () => {
  test('ratios are of turns of the same round', () => {
    const [own, other] = workloadRows(workload('size-1', 1, { 'spork@24': [1, 2, 4], 'hive@24': [4, 4, 4] }));
    expect(own?.[2]).toBe('');
    expect(other?.slice(2, 4)).toEqual(['0.5 (0.25–1)', '2']);
  });

  test('a gateway that was not timed says why', () => {
    const [row] = workloadRows({
      ...workload('size-1', 1, {}),
      entrants: [{ id: 'apollo@24', title: 'Apollo', turns: [], wrong: 'its answer differs\nat length' }],
    });
    expect(row?.slice(0, 2)).toEqual(['Apollo', 'not timed: its answer differs']);
  });

  test('growth is fitted over the upper hundredfold', () => {
    const sizes = [1, 10, 100, 1000].map((x) => workload(`size-${x}`, x, { 'spork@24': [x === 1 ? 50 : x] }));
    const [growth] = growthOf(sizes);
    expect(growth?.lines[0]?.points.map(({ y }) => y)).toEqual([50, 10, 100, 1000]);
    expect(growth?.lines[0]?.exponent).toBeCloseTo(1, 10);
  });

  test('the chart shows every gateway, escaped, and growth as lines', () => {
    const sizes = [1, 10].map((x) => workload(`size-${x}`, x, { 'spork@24': [x], 'a<b@24': [2 * x] }));
    const { growth: _growth, ...bars } = workload('heavy', 1, { 'spork@24': [1], 'a<b@24': [2] });
    const results = { workloads: [bars, ...sizes] } as unknown as Parameters<typeof renderChart>[0];
    const svg = renderChart(results);
    expect(svg.match(/<rect class="bar"/g)).toHaveLength(2);
    expect(svg.match(/<polyline/g)).toHaveLength(2);
    expect(svg).toContain('a&lt;b@24');
    expect(svg).not.toContain('a<b');
    expect(svg).not.toContain('NaN');
  });

  test('only runs of one commit and the same rounds are joined', () => {
    const run = (commit: string, id: string) =>
      ({
        revision: { commit, dirty: false },
        options: { rounds: 5, seconds: 1 },
        machine: { cpu: 'x', cores: 2 },
        command: id,
        workloads: [workload(id, 1, {})],
        startups: [],
      }) as unknown as Parameters<typeof joinResults>[0][number];
    expect(joinResults([run('a', 'heavy'), run('a', 'small')]).workloads.map(({ id }) => id)).toEqual([
      'heavy',
      'small',
    ]);
    expect(() => joinResults([run('a', 'heavy'), run('b', 'small')])).toThrow('one commit');
  });

  test('tables keep a pipe inside a cell', () => {
    expect(markdownTable(['a'], [['x|y']])).toBe('| a |\n| --- |\n| x\\|y |');
  });
});

test('self time is told by function, without idle time', () => {
  const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 4 });
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('write', 'file:///r/dist/respond/project.js') },
      { id: 3, callFrame: frame('(garbage collector)') },
    ],
    samples: [1, 2, 2, 3],
    timeDeltas: [9000, 2000, 1000, 1000],
  };
  const { busyMs, functions } = selfTimes(profile, '/r');
  expect(busyMs).toBe(4);
  expect(functions).toEqual([
    { name: 'write', place: 'dist/respond/project.js:5', selfMs: 3, share: 0.75 },
    { name: '(garbage collector)', place: 'V8', selfMs: 1, share: 0.25 },
  ]);
});
