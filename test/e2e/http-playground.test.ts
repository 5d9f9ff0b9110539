import { read, startHttp } from '../harness/http-server.js';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('playground: graphiql', () => {
  test('is a page that may load from this server only', async () => {
    await using http = await startHttp({ playground: 'graphiql' });
    for (const path of ['/', '/graphql']) {
      const page = await read(await fetch(http.url + path, { headers: BROWSER }));
      expect(page.status).toBe(200);
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const sources = [...page.text.matchAll(/(?:src|<link[^>]+href)="([^"]+)"/g)].map(
        ([, source]) => source ?? '',
      );
      expect(sources.filter((source) => source.startsWith('/playground/assets/'))).toHaveLength(6);
      expect(sources.every((source) => source.startsWith('/') || source === 'data:,')).toBe(true);
      expect(page.text).not.toMatch(/<script>|onload=|{{/);
    }
  });

  test('sends its files packed and as they are', async () => {
    await using http = await startHttp({ playground: 'graphiql' });
    const url = `${http.url}/playground/assets/playground.js`;
    const packed = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    expect([packed, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null]);
    expect(await packed.text()).toBe(await plain.text());
  });

  test('escapes what the configuration puts into it', async () => {
    await using http = await startHttp({ playground: 'graphiql', path: '/g"><script>alert(1)</script>' });
    const page = await read(await fetch(http.url, { headers: BROWSER }));
    expect(page.text).not.toContain('<script>alert');
    expect(page.text).toContain('&lt;script&gt;alert(1)');
  });

  test('tells why the newest supergraph is not served', async () => {
    await using http = await startHttp({ playground: 'graphiql' });
    http.runtime.reasons = ['[reviews] Unknown type'];
    const status = await (await fetch(`${http.url}/playground/status`)).json();
    expect(status).toEqual({ ready: true, problems: ['[reviews] Unknown type'] });
  });
});

test('playground: sandbox shows the landing page of Apollo Server', async () => {
  await using http = await startHttp({ playground: 'sandbox' });
  const page = await read(await fetch(http.graphql, { headers: BROWSER }));
  expect(page.text).toContain('apollographql.com');
  const root = await fetch(http.url, { headers: BROWSER, redirect: 'manual' });
  expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
});

test('playground: off serves no page, no file and no status', async () => {
  await using http = await startHttp({ playground: 'off' });
  const paths = ['/', '/graphql', '/playground/status', '/playground/assets/playground.js'];
  const answers = await Promise.all(
    paths.map(async (path) => read(await fetch(http.url + path, { headers: BROWSER }))),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 400, 404, 404]);
  expect(answers.every(({ text }) => text.startsWith('{"errors":'))).toBe(true);
});
