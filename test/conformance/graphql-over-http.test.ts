import { serverAudits } from 'graphql-http';
import { startHttp, type RunningHttp } from '../harness/http-server.js';

/** A browser would have asked first; the audits do not, so they say what their client says: this is no form. */
const preflighted: typeof fetch = (input, init) =>
  fetch(input, { ...init, headers: { 'apollo-require-preflight': 'true', ...init?.headers } });

let http: RunningHttp;
beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http.close());

const audits = serverAudits({ url: () => http.graphql, fetchFn: preflighted });

describe('GraphQL over HTTP, audits of graphql-http', () => {
  test('there are 61 of them', () => {
    expect(audits).toHaveLength(61);
  });

  test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      const result = await audit.fn();
      expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
    },
  );
});
