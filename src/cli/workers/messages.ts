/** What a worker tells the process that watches over it. */
export type WorkerMessage =
  /** It answers at this URL. */
  | { readonly type: 'serving'; readonly url: string }
  /** Something unexpected happened: another is needed at once, and this one waits for the order to stop. */
  | { readonly type: 'leaving' };

/** What a worker is told. It takes no other orders: signals are meant for the process that watches. */
export interface WorkerOrder {
  readonly type: 'stop';
  /** Others serve on: answer every request that still comes in. Otherwise the port is given up, and new operations are refused. */
  readonly handover: boolean;
}

const hasType = (message: unknown, types: readonly string[]): boolean =>
  typeof message === 'object' &&
  message !== null &&
  'type' in message &&
  types.includes(String(message.type));

/** Plugins may use the channel for messages of their own. */
export const isWorkerMessage = (message: unknown): message is WorkerMessage =>
  hasType(message, ['serving', 'leaving']);

export const isWorkerOrder = (message: unknown): message is WorkerOrder => hasType(message, ['stop']);
