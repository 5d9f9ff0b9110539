import { formatPath, isRecord, type Path } from './paths.js';
import type { Mode, ResolvedConfig } from './resolved.js';

/** A warning, and the key it is about. */
export interface Warning {
  readonly path: Path;
  readonly message: string;
}

const SECRET_KEY = /(token|secret|password|passphrase|api-?key|authorization|cookie)$/i;
/** Keys that end like a secret and hold none. */
const NOT_SECRET = /^limits\.operation\.|^auth\.apiKeys\.|^auth\.jwt\.sources|\.remove\.|\.propagate\./;

/** Settings that are allowed and better avoided where the public can reach the gateway. */
export const findRisks = (config: ResolvedConfig, mode: Mode): Warning[] => {
  if (mode !== 'production') return [];
  const risks: Warning[] = [];
  const add = (path: Path, message: string): void => void risks.push({ path, message });
  if (config.server.playground !== 'off') {
    add(
      ['server', 'playground'],
      `is ${config.server.playground} in production: anyone who reaches the endpoint gets an explorer page; set it to auto or off`,
    );
  }
  if (!config.server.csrf) {
    add(
      ['server', 'csrf'],
      'is off in production: forms of other sites can send operations with the cookies of your users',
    );
  }
  if (config.server.cors.origins.includes('*')) {
    add(['server', 'cors', 'origins'], 'allows every site in production; list the origins');
  }
  for (const [name, settings] of Object.entries(config.subgraphs)) {
    const inherited = name !== 'all' && config.subgraphs.all.errors.expose;
    if (settings.errors.expose && !inherited) {
      add(
        ['subgraphs', name, 'errors', 'expose'],
        'is on in production: messages of subgraphs can tell clients about your internals',
      );
    }
  }
  return risks;
};

const isSecret = (path: Path, value: string): boolean => {
  const name = path.at(-1);
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/@\s:]*:[^/@\s]+@/i.test(value)) return true;
  if (typeof name !== 'string' || NOT_SECRET.test(formatPath(path))) return false;
  return SECRET_KEY.test(name);
};

const insertedSecret = (value: Record<string, unknown>): boolean =>
  typeof value['name'] === 'string' && typeof value['value'] === 'string' && SECRET_KEY.test(value['name']);

/** Secrets written out in the file instead of coming from the environment. */
export const findPlainSecrets = (
  value: unknown,
  fromEnvironment: ReadonlySet<string>,
  path: Path = [],
): Warning[] => {
  const warn = (at: Path): Warning[] =>
    fromEnvironment.has(at.join('.'))
      ? []
      : [
          {
            path: at,
            message: 'holds a secret in plain text; write ${env.NAME} and keep the secret out of the file',
          },
        ];
  if (typeof value === 'string') return value !== '' && isSecret(path, value) ? warn(path) : [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => findPlainSecrets(item, fromEnvironment, [...path, index]));
  if (!isRecord(value)) return [];
  const own = insertedSecret(value) ? warn([...path, 'value']) : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([key, item]) =>
      findPlainSecrets(item, fromEnvironment, [...path, key]),
    ),
  ];
};
