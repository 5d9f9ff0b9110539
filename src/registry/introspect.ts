import { download, type Download } from './download.js';
import { LoadError, messageOf } from './load-error.js';

export interface IntrospectOptions {
  /** Extra request headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for the whole answer. Default 5000. */
  readonly timeout?: number;
  /** Bytes of the answer. Default 5 MB. */
  readonly maxSize?: number;
  readonly signal?: AbortSignal | undefined;
}

const QUERY = JSON.stringify({ query: '{ _service { sdl } }' });
const REMEDY = 'Start it, or give its schema as a file in supergraph.yaml.';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const firstError = (answer: Readonly<Record<string, unknown>>): string | undefined => {
  const [error] = Array.isArray(answer['errors']) ? (answer['errors'] as unknown[]) : [];
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : undefined;
};

const readSdl = ({ status, headers, text }: Download): string => {
  const answer = parseJson(text);
  if (!isObject(answer)) {
    const html = /html/i.test(String(headers['content-type'] ?? '')) || /^\s*</.test(text);
    throw new LoadError(
      `it answered with ${html ? 'HTML' : 'something that is not a JSON object'} (HTTP status ${status}). Is this the GraphQL endpoint?`,
    );
  }
  const data = isObject(answer['data']) ? answer['data'] : {};
  const service = isObject(data['_service']) ? data['_service'] : {};
  if (typeof service['sdl'] === 'string' && service['sdl'].trim() !== '') return service['sdl'];
  const error = firstError(answer);
  if (error !== undefined && /_service/.test(error)) {
    throw new LoadError(
      'it is a GraphQL server without `_service`, so not a federation subgraph. Give its schema as a file, or add federation support to it.',
    );
  }
  const said = error === undefined ? '' : `: ${error}`;
  throw new LoadError(`it did not give its SDL (HTTP status ${status})${said}.`);
};

/**
 * Asks a subgraph for its SDL: `{ _service { sdl } }` by POST.
 * @throws LoadError with one sentence that names the subgraph, its URL and what is wrong.
 */
export const introspectSubgraph = async (
  name: string,
  url: string,
  options: IntrospectOptions = {},
): Promise<string> => {
  try {
    const answer = await download(url, {
      method: 'POST',
      headers: { ...options.headers, 'content-type': 'application/json', accept: 'application/json' },
      body: QUERY,
      timeout: options.timeout ?? 5000,
      maxSize: options.maxSize ?? 5 * 1024 * 1024,
      signal: options.signal,
    });
    return readSdl(answer);
  } catch (error) {
    const reason = messageOf(error);
    const end = reason.endsWith('.') || reason.endsWith('?') ? reason : `${reason}. ${REMEDY}`;
    throw new LoadError(`Subgraph ${name} could not be introspected at ${url}: ${end}`, undefined, error);
  }
};
