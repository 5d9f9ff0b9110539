import { median } from '../lib/stats.mjs';
import { digits, growthOf } from './summary.mjs';

/** @typedef {import('./summary.mjs').Results} Results */

const WIDTH = 960;
const MARGIN = 24;
const BAR_LEFT = 310;
const BAR_WIDTH = 560;
const BAR_HEIGHT = 16;
const ROW = 22;
const PANEL = { width: 440, height: 290, left: 60, right: 16, top: 78, bottom: 34 };
const LEGEND = { perRow: 3, width: 145, height: 16 };
const COLORS = 8;

// Colours that are told apart in light and dark, and by people who see red and green alike.
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 15px; } .small { font-size: 11px; fill: #59636e; }
  .grid { stroke: #d1d9e0; } .back { fill: #ffffff; }
  .c0 { --c: #0b62d6; } .c1 { --c: #b35900; } .c2 { --c: #8250df; } .c3 { --c: #1a7f6b; } .c4 { --c: #c0266d; }
  .c5 { --c: #6e7781; } .c6 { --c: #8a6d00; } .c7 { --c: #57606a; }
  rect.bar, circle { fill: var(--c); } polyline { stroke: var(--c); fill: none; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .small { fill: #9198a1; } .grid { stroke: #3d444d; } .back { fill: #0d1117; }
    .c0 { --c: #58a6ff; } .c1 { --c: #f0883e; } .c2 { --c: #bc8cff; } .c3 { --c: #3fb9a2; } .c4 { --c: #f778ba; }
    .c5 { --c: #9198a1; } .c6 { --c: #d4b72f; } .c7 { --c: #8b949e; }
  }`;

/** @param {string} text */
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content
 * @param {{ kind?: string, anchor?: string }} [style]
 */
const text = (x, y, content, { kind = '', anchor = 'start' } = {}) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${kind}" text-anchor="${anchor}">${escape(content)}</text>`;

/**
 * Bars of CPU time per request for each workload, and lines of how it grows.
 * @param {Results} results
 * @returns {string} an SVG that follows the reader's light or dark mode
 */
export function renderChart(results) {
  const colors = assignColors(results);
  const bars = barPart(results, colors);
  const growth = growthPart(results, colors, bars.height + MARGIN);
  const height = bars.height + growth.height + MARGIN * 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="CPU time per request of federation gateways">`,
    `<style>${STYLE}\n</style>`,
    `<rect class="back" width="${WIDTH}" height="${height}"/>`,
    ...bars.parts,
    ...growth.parts,
    '</svg>\n',
  ].join('\n');
}

/** One colour for a gateway on all Nodes. @param {Results} results */
function assignColors({ workloads }) {
  const ids = [...new Set(workloads.flatMap(({ entrants }) => entrants.map(({ id }) => gatewayOf(id))))];
  return new Map(ids.map((id, index) => [id, `c${index % COLORS}`]));
}

/** @param {string} id */
const gatewayOf = (id) => id.split('@')[0] ?? id;

/** @param {Results} results @param {Map<string, string>} colors */
function barPart({ workloads }, colors) {
  const parts = [];
  let y = MARGIN;
  for (const { id, title, entrants, growth } of workloads) {
    const timed = entrants.filter(({ turns }) => turns.length > 0);
    if (growth !== undefined || timed.length === 0) continue;
    const values = timed.map(({ turns }) => median(turns.map(({ cpuMs }) => cpuMs)));
    const most = Math.max(...values);
    parts.push(text(MARGIN, y + 14, `${id}: ${title} (CPU ms/request, less is better)`, { kind: 'title' }));
    y += 24;
    timed.forEach((entrant, index) => {
      const value = values[index] ?? 0;
      const width = Math.max(1, (value / most) * BAR_WIDTH);
      parts.push(
        text(BAR_LEFT - 8, y + 13, entrant.title, { kind: 'small', anchor: 'end' }),
        `<g class="${colors.get(gatewayOf(entrant.id))}"><rect class="bar" x="${BAR_LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/></g>`,
        text(BAR_LEFT + width + 6, y + 13, digits(value), { kind: 'small' }),
      );
      y += ROW;
    });
    y += 14;
  }
  return { parts, height: y };
}

/** @param {Results} results @param {Map<string, string>} colors @param {number} top */
function growthPart({ workloads }, colors, top) {
  const families = growthOf(workloads).filter(({ lines }) => lines.some(({ points }) => points.length > 1));
  const parts = families.flatMap((growth, index) => {
    const left = MARGIN + (index % 2) * (PANEL.width + MARGIN);
    const y = top + Math.floor(index / 2) * (PANEL.height + MARGIN);
    return panel(growth, { colors, left, top: y });
  });
  return { parts, height: Math.ceil(families.length / 2) * (PANEL.height + MARGIN) };
}

/**
 * @param {import('./summary.mjs').Growth} growth
 * @param {{ colors: Map<string, string>, left: number, top: number }} place
 */
function panel({ family, lines }, { colors, left, top }) {
  const all = lines.flatMap(({ points }) => points);
  const xs = [...new Set(all.map(({ x }) => x))].sort((a, b) => a - b);
  const scaleX = logScale(
    [xs[0] ?? 1, xs.at(-1) ?? 1],
    [left + PANEL.left, left + PANEL.width - PANEL.right],
  );
  const low = 10 ** Math.floor(Math.log10(Math.min(...all.map(({ y }) => y))));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...all.map(({ y }) => y))));
  const scaleY = logScale([low, high], [top + PANEL.height - PANEL.bottom, top + PANEL.top]);
  const decades = Array.from(
    { length: Math.round(Math.log10(high / low)) + 1 },
    (_value, index) => low * 10 ** index,
  );
  return [
    text(left, top + 14, `CPU ms/request by ${family}`, { kind: 'title' }),
    ...legend(lines, { colors, left, top: top + 32 }),
    ...decades.flatMap((value) => [
      `<line class="grid" x1="${left + PANEL.left}" x2="${left + PANEL.width - PANEL.right}" y1="${scaleY(value).toFixed(1)}" y2="${scaleY(value).toFixed(1)}"/>`,
      text(left + PANEL.left - 6, scaleY(value) + 4, digits(value), { kind: 'small', anchor: 'end' }),
    ]),
    ...xs.map((x) =>
      text(scaleX(x), top + PANEL.height - PANEL.bottom + 18, x.toLocaleString('en-US'), {
        kind: 'small',
        anchor: 'middle',
      }),
    ),
    ...lines.map(({ id, points }) => {
      const at = points.map(({ x, y }) => ({ x: scaleX(x).toFixed(1), y: scaleY(y).toFixed(1) }));
      const dots = at.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="3"/>`).join('');
      return `<g class="${colors.get(gatewayOf(id))}"><polyline points="${at.map(({ x, y }) => `${x},${y}`).join(' ')}"/>${dots}</g>`;
    }),
  ];
}

/**
 * @param {import('./summary.mjs').Growth['lines']} lines
 * @param {{ colors: Map<string, string>, left: number, top: number }} place
 */
const legend = (lines, { colors, left, top }) =>
  lines.map(({ id, exponent }, index) => {
    const x = left + (index % LEGEND.perRow) * LEGEND.width;
    const y = top + Math.floor(index / LEGEND.perRow) * LEGEND.height;
    const label = text(x + 10, y, `${id}, n^${exponent.toFixed(2)}`, { kind: 'small' });
    return `<g class="${colors.get(gatewayOf(id))}"><circle cx="${x + 4}" cy="${y - 4}" r="4"/></g>${label}`;
  });

/**
 * @param {readonly [number, number]} values
 * @param {readonly [number, number]} pixels of the two values
 * @returns {(value: number) => number}
 */
function logScale([from, to], [start, end]) {
  const span = Math.log(to / from) || 1;
  return (value) => start + (Math.log(value / from) / span) * (end - start);
}
