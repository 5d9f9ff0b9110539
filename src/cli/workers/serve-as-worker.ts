import cluster from 'node:cluster';
import type { LoadedConfig } from '../../config/index.js';
import { runGateway } from '../run-gateway.js';
import { onUnexpected } from '../wait-for-stop.js';
import { isWorkerOrder, type WorkerMessage } from './messages.js';

interface Orders {
  /** Resolves with the first order. */
  readonly first: Promise<{ readonly handover: boolean }>;
  /** Resolves when the port is given up. */
  readonly stop: Promise<void>;
  /** The first error that nobody foresaw; another worker is on its way then, and the order to leave follows. */
  readonly fault: { error?: Error };
}

/** Serves until told to stop by the process that watches over this one. @throws what `spork serve` throws without workers */
export const serveAsWorker = async (number: number, load: () => LoadedConfig): Promise<void> => {
  const orders = listenForOrders();
  try {
    const loaded = load();
    const { gateway, url } = await runGateway({ loaded, mode: 'production', worker: number });
    tell({ type: 'serving', url });
    const { handover } = await orders.first;
    if (handover) await Promise.race([gateway.handOver(), orders.stop]);
    await gateway.stop();
    if (orders.fault.error !== undefined) throw orders.fault.error;
  } finally {
    // Nothing else holds the process open now.
    cluster.worker?.disconnect();
  }
};

const tell = (message: WorkerMessage): void => void process.send?.(message);

const listenForOrders = (): Orders => {
  // Ctrl-C, a closed terminal and many a service manager signal every process of the group: only one decides.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  let onStop: () => void;
  const stop = new Promise<void>((resolve) => (onStop = resolve));
  const fault: Orders['fault'] = {};
  const first = new Promise<{ handover: boolean }>((resolve) => {
    process.on('message', (message) => {
      if (!isWorkerOrder(message)) return;
      if (!message.handover) onStop();
      resolve(message);
    });
    onUnexpected((error) => {
      fault.error = error;
      tell({ type: 'leaving' });
    });
  });
  return { first, stop, fault };
};
