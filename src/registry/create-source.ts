import { createConfigSource } from './config-source.js';
import { createFileSource } from './file-source.js';
import type { SupergraphSource } from './types.js';
import { createUrlSource } from './url-source.js';

export interface SourceOptions {
  /** A composed supergraph: a file, or an http(s) URL. Goes before `config`. */
  readonly supergraph?: string | undefined;
  /** Path of `supergraph.yaml`. Default `supergraph.yaml`. */
  readonly config?: string | undefined;
  /** Values for `${env.NAME}` in `supergraph.yaml`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Follows changes of files (URLs are always polled, unless `pollInterval` is 0). Default false. */
  readonly watch?: boolean | undefined;
  /** Milliseconds; default 10 000 for a URL, 1000 for files and introspection. */
  readonly pollInterval?: number | undefined;
  /** Request headers for a URL. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Picks the source that fits. Nothing is read before `start`. */
export const createSource = (options: SourceOptions): SupergraphSource => {
  const { supergraph, env, watch = false, pollInterval, headers } = options;
  const poll = pollInterval === undefined ? {} : { pollInterval };
  if (supergraph === undefined)
    return createConfigSource({ file: options.config ?? 'supergraph.yaml', env, watch, ...poll });
  if (/^https?:\/\//i.test(supergraph))
    return createUrlSource({ url: supergraph, ...(headers ? { headers } : {}), ...poll });
  return createFileSource({ file: supergraph, watch, ...poll });
};
