import type { Gateway } from '../gateway.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Whether the process was asked to stop; made before anything is started, so that nothing is left behind. */
export interface StopRequest {
  readonly requested: boolean;
  /** Resolves when a signal came; rejects with what went wrong unexpectedly, which is a reason to stop as well. */
  readonly asked: Promise<void>;
}

/** npm passes a Ctrl-C on to a process that has got it already: what follows this soon is the same request. */
const SAME_REQUEST_MS = 1000;

/** Calls back with the first error that nobody foresaw; a second one ends the process at once with 1. */
export const onUnexpected = (callback: (error: Error) => void): void => {
  let happened = false;
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      if (happened) process.exit(1);
      happened = true;
      callback(error instanceof Error ? error : new Error(String(error)));
    });
};

/** Listens for SIGINT and SIGTERM from now on; a second request ends the process at once with 1. */
export const listenForStop = (): StopRequest => {
  let requested = false;
  const asked = new Promise<void>((resolve, reject) => {
    const stop = (settle: () => void): void => {
      if (requested) process.exit(1);
      requested = true;
      settle();
    };
    let askedAt = -Infinity;
    for (const signal of SIGNALS)
      process.on(signal, () => {
        if (performance.now() - askedAt < SAME_REQUEST_MS) return;
        askedAt = performance.now();
        stop(resolve);
      });
    onUnexpected((error) => stop(() => reject(error)));
  });
  // Nobody waits for it while the gateway starts.
  asked.catch(() => undefined);
  return {
    get requested() {
      return requested;
    },
    asked,
  };
};

/** Resolves when a stop was asked for and the gateway has released everything. @throws what went wrong unexpectedly */
export const serveUntilStopped = async (gateway: Gateway, { asked }: StopRequest): Promise<void> => {
  try {
    await asked;
  } finally {
    await gateway.stop();
  }
};
