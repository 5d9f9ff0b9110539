import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/lib/find-program.mjs';
import { startHttp } from '../harness/http-server.js';
import {
  freePort,
  REPOSITORY_ROOT,
  startSamples,
  startSpork,
  type RunningSamples,
  type SporkProcess,
} from '../harness/index.js';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const BENCHMARK = join(REPOSITORY_ROOT, 'test/fixtures/benchmark');
const HEAVY = readFileSync(join(BENCHMARK, 'heavy.graphql'), 'utf8');
const HEAVY_ANSWER = readFileSync(join(BENCHMARK, 'heavy.expected.json'), 'utf8').trim();
const SCREENSHOT = join(REPOSITORY_ROOT, 'docs/images/playground.png');

let browser: Browser;
let samples: RunningSamples;
let spork: SporkProcess;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium() ?? 'chromium', args: ARGUMENTS });
  samples = await startSamples();
  const folder = await mkdtemp(join(tmpdir(), 'playground-'));
  await writeFile(join(folder, 'supergraph.graphql'), samples.supergraphSdl);
  const supergraph = join(folder, 'supergraph.graphql');
  spork = startSpork(['dev', '--supergraph', supergraph, '--port', String(await freePort())]);
  await spork.untilReady();
});
afterAll(async () => {
  await browser?.close();
  await spork?.close();
  await samples?.close();
});

/** A page that notes what its console complains about and which hosts it asks for. */
const open = async (url: string): Promise<{ page: Page; complaints: string[]; foreign: string[] }> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(url).origin && protocol !== 'data:' && protocol !== 'blob:')
      foreign.push(request.url());
  });
  await page.goto(url);
  await page.locator('.graphiql-execute-button').waitFor();
  return { page, complaints, foreign };
};

const runHeavy = async (page: Page): Promise<string> => {
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(HEAVY);
  const answered = page.waitForResponse((response) =>
    Boolean(response.request().postData()?.includes('TestQuery')),
  );
  await page.locator('.graphiql-execute-button').click();
  const answer = await (await answered).text();
  await page.locator('.result-window', { hasText: '"username": "urigo"' }).waitFor();
  return answer.trim();
};

const showPlan = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Show Plan' }).click();
  await page.locator('#show-plan').click();
  await page.locator('#plan', { hasText: 'QueryPlan' }).waitFor();
  return (await page.locator('#plan').textContent()) ?? '';
};

describe('the playground', () => {
  test.each(['/', '/graphql'])(
    'at %s runs the heavy query and shows its plan, offline and without complaints',
    async (path) => {
      const { page, complaints, foreign } = await open(`${spork.origin}${path}`);
      expect(await runHeavy(page)).toBe(HEAVY_ANSWER);
      const plan = await showPlan(page);
      const services = [...plan.matchAll(/Fetch\(service: "(\w+)"/g)].map(([, name]) => name);
      expect([...new Set(services)].sort()).toEqual(['accounts', 'inventory', 'products', 'reviews']);
      expect(plan).toContain('Flatten(path');
      await page.locator('#state', { hasText: 'ready' }).waitFor();
      if (path === '/' && process.env['UPDATE_SCREENSHOT'] === '1')
        await page.screenshot({ path: SCREENSHOT });
      expect(complaints).toEqual([]);
      expect(foreign).toEqual([]);
      await page.close();
    },
  );

  test('shows why the newest supergraph is not served, as text', async () => {
    await using http = await startHttp({ playground: 'graphiql', explain: true });
    const { page, complaints } = await open(http.url);
    expect(await page.locator('#problems').isHidden()).toBe(true);
    http.runtime.reasons = ['[reviews] Unknown type <img src=x onerror=alert(1)>'];
    await page.locator('#problems', { hasText: 'Unknown type <img src=x' }).waitFor();
    http.runtime.reasons = [];
    await page.locator('#problems').waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('links to Apollo Sandbox with this endpoint', async () => {
    const { page } = await open(spork.origin);
    expect(await page.locator('#sandbox').getAttribute('href')).toContain(encodeURIComponent(spork.url));
    await page.close();
  });
});
