import type { Path } from './paths.js';
import type { ResolvedConfig } from './resolved.js';

/** A contradiction between keys; `path` is the key to change. */
export interface Contradiction {
  readonly path: Path;
  readonly message: string;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|\[?::ffff:127(\.\d{1,3}){3}\]?)$/i;

/** True for addresses that only this machine can reach. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

const checkPorts = ({ server, admin }: ResolvedConfig): Contradiction[] =>
  server.port !== 0 && server.port === admin.port
    ? [{ path: ['admin', 'port'], message: `must differ from server.port (${server.port})` }]
    : [];

const checkSubgraphs = ({ server, subgraphs }: ResolvedConfig): Contradiction[] =>
  Object.entries(subgraphs).flatMap(([name, settings]) => {
    const found: Contradiction[] = [];
    const at = (...keys: string[]): Path => ['subgraphs', name, ...keys];
    const { timeout, connectTimeout, healthCheck } = settings;
    if (timeout >= server.requestTimeout) {
      const message = `must be shorter than server.requestTimeout (${timeout} ms is not below ${server.requestTimeout} ms)`;
      found.push({ path: at('timeout'), message });
    }
    if (connectTimeout > timeout) {
      const message = `must not be longer than the timeout (${connectTimeout} ms is above ${timeout} ms)`;
      found.push({ path: at('connectTimeout'), message });
    }
    if (healthCheck.timeout >= healthCheck.interval) {
      const message = `must be shorter than the interval (${healthCheck.timeout} ms is not below ${healthCheck.interval} ms)`;
      found.push({ path: at('healthCheck', 'timeout'), message });
    }
    return found;
  });

const checkPlanner = ({ server, planner }: ResolvedConfig): Contradiction[] =>
  planner.timeout >= server.requestTimeout
    ? [
        {
          path: ['planner', 'timeout'],
          message: `must be shorter than server.requestTimeout (${planner.timeout} ms is not below ${server.requestTimeout} ms)`,
        },
      ]
    : [];

const checkPath = ({ server }: ResolvedConfig): Contradiction[] =>
  /^\/health(\/|$)/.test(server.path)
    ? [{ path: ['server', 'path'], message: 'must not be below /health, where the health checks are' }]
    : [];

/** Combinations that are never safe. */
const checkSecurity = ({ server, admin }: ResolvedConfig): Contradiction[] => {
  const found: Contradiction[] = [];
  if (server.cors.credentials && server.cors.origins.includes('*')) {
    const message =
      'must not be "*" with credentials: true, or every site could act as the logged-in user; list the origins';
    found.push({ path: ['server', 'cors', 'origins'], message });
  }
  if (admin.token === null && !isLoopback(admin.host)) {
    const message = `must be loopback without a token, or anyone who reaches ${admin.host}:${admin.port} is an administrator; set admin.token: \${env.NAME}`;
    found.push({ path: ['admin', 'host'], message });
  }
  return found;
};

const CHECKS = [checkPorts, checkPath, checkPlanner, checkSubgraphs, checkSecurity];

/** Everything that is valid by itself and wrong together. A contradiction inherited from `all` is told once. */
export const findContradictions = (config: ResolvedConfig): Contradiction[] => {
  const found = CHECKS.flatMap((check) => check(config));
  const ofAll = new Set(
    found
      .filter(({ path }) => path[0] === 'subgraphs' && path[1] === 'all')
      .map(({ path, message }) => key(path, message)),
  );
  return found.filter(
    ({ path, message }) => path[0] !== 'subgraphs' || path[1] === 'all' || !ofAll.has(key(path, message)),
  );
};

const key = (path: Path, message: string): string => `${path.slice(2).join('.')} ${message}`;
