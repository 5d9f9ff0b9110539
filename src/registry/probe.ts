import { connect } from 'node:net';
import type { SubgraphInfo } from './types.js';

const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80);

const accepts = (url: string, timeout: number): Promise<boolean> => {
  if (!URL.canParse(url)) return Promise.resolve(false);
  const target = new URL(url);
  return new Promise((resolve) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: portOf(target), timeout });
    const settle = (up: boolean): void => {
      socket.destroy();
      resolve(up);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
};

/**
 * Names of the subgraphs that accept no connection. Nothing is sent, so the subgraph sees no request.
 * @param timeout milliseconds for each; they are probed at the same time. Default 1000.
 */
export const probeSubgraphs = async (
  subgraphs: readonly SubgraphInfo[],
  timeout = 1000,
): Promise<string[]> => {
  const up = await Promise.all(subgraphs.map(({ url }) => accepts(url, timeout)));
  return subgraphs.filter((_, index) => up[index] !== true).map(({ name }) => name);
};
