import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';

/** Milliseconds between two requests of a client: what is tested shares its cores with this. */
const PAUSE = 5;

export interface LoadOptions {
  readonly origin: string;
  readonly query: string;
  /** Clients that ask again and again, each on one connection at a time. */
  readonly connections: number;
  /** Opens a connection for every request. Default false: each is used as long as the server keeps it. */
  readonly reconnect?: boolean;
}

export interface Asked {
  /** The answers with status 200 and data, oldest first. */
  readonly answers: Readonly<Record<string, unknown>>[];
  /** Whatever else came back, and requests that were never answered; with the answer that the same client had before. */
  readonly failures: {
    readonly reason: string;
    readonly before: Readonly<Record<string, unknown>> | undefined;
  }[];
}

export interface Asking {
  readonly asked: Asked;
  /** Resolves when each client has had an answer. */
  readonly begun: Promise<void>;
  stop(): Promise<void>;
}

/** Asks one operation again and again until `stop` is called, which resolves when nothing is under way. */
export const keepAsking = (options: LoadOptions): Asking => {
  const asked: Asked = { answers: [], failures: [] };
  const state = { stopped: false };
  let silent = options.connections;
  let begin: () => void;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const onFirst = (): void => void (--silent === 0 && begin());
  const clients = Array.from({ length: options.connections }, () =>
    askOn({ ...options, onFirst }, asked, state),
  );
  return {
    asked,
    begun,
    async stop() {
      state.stopped = true;
      await Promise.all(clients);
    },
  };
};

const askOn = async (
  { origin, query, reconnect = false, onFirst }: LoadOptions & { onFirst(): void },
  asked: Asked,
  state: { readonly stopped: boolean },
): Promise<void> => {
  const client = new Client(origin);
  const body = JSON.stringify({ query });
  let before: Readonly<Record<string, unknown>> | undefined;
  while (!state.stopped) {
    try {
      const response = await client.request({
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json' },
        body,
        reset: reconnect,
      });
      const text = await response.body.text();
      const { data } = JSON.parse(text) as { data?: Readonly<Record<string, unknown>> | null };
      if (response.statusCode !== 200 || data == null) throw new Error(`${response.statusCode} ${text}`);
      if (before === undefined) onFirst();
      asked.answers.push((before = data));
    } catch (error) {
      asked.failures.push({ reason: String(error), before });
    }
    await sleep(PAUSE);
  }
  await client.close();
};
