import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { packageRoot } from '../../src/lib/package-root.js';
import { startHttp, type RunningHttp } from '../harness/http-server.js';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const QUERY = `{
  hello(name: "playground")
  products(count: 3) {
    name
    price
  }
}`;

let browser: Browser;
let http: RunningHttp;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
  http = await startHttp({ playground: 'graphiql', explain: true });
});
afterAll(async () => {
  await browser.close();
  await http.close();
});

/** A page that notes what its console complains about and which hosts it asks for. */
const open = async (path: string): Promise<{ page: Page; complaints: string[]; foreign: string[] }> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== http.url && protocol !== 'data:' && protocol !== 'blob:') foreign.push(request.url());
  });
  await page.goto(`${http.url}${path}`);
  await page.locator('.graphiql-execute-button').waitFor();
  return { page, complaints, foreign };
};

describe('the playground', () => {
  test.each(['/', '/graphql'])(
    'at %s runs a query and shows its plan, offline and without complaints',
    async (path) => {
      const { page, complaints, foreign } = await open(path);
      await page.locator('.graphiql-query-editor .CodeMirror').click();
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(QUERY);
      await page.locator('.graphiql-execute-button').click();
      await page.getByText('"Hello playground"').waitFor();
      await page.getByRole('button', { name: 'Show Plan' }).click();
      await page.locator('#show-plan').click();
      await page.locator('#plan', { hasText: 'QueryPlan' }).waitFor();
      expect(await page.locator('#plan').textContent()).toBe('QueryPlan { Fetch(service: "shop") }');
      await page.locator('#state', { hasText: 'ready' }).waitFor();
      const images = join(packageRoot, 'docs', 'images');
      mkdirSync(images, { recursive: true });
      if (path === '/') await page.screenshot({ path: join(images, 'playground.png') });
      expect(complaints).toEqual([]);
      expect(foreign).toEqual([]);
      await page.close();
    },
  );

  test('shows why the newest supergraph is not served, as text', async () => {
    const { page, complaints } = await open('/');
    expect(await page.locator('#problems').isHidden()).toBe(true);
    http.runtime.reasons = ['[reviews] Unknown type <img src=x onerror=alert(1)>'];
    await page.locator('#problems', { hasText: 'Unknown type <img src=x' }).waitFor();
    http.runtime.reasons = [];
    await page.locator('#problems').waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('links to Apollo Sandbox with this endpoint', async () => {
    const { page } = await open('/');
    expect(await page.locator('#sandbox').getAttribute('href')).toContain(encodeURIComponent(http.graphql));
    await page.close();
  });
});
