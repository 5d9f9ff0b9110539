import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startGateway } from '../gateways/index.mjs';
import { loadDomain } from '../workloads/domains.mjs';
import { ask, CORES, startPinned, undoAtEnd } from './children.mjs';

/**
 * A gateway on one Node, as one line of the tables.
 * @typedef {object} Entrant
 * @property {string} id for example `spork@24`
 * @property {string} title
 * @property {import('../gateways/index.mjs').Gateway} gateway
 * @property {{ name: string, version: string, program: string }} node
 * @property {string} dist build of our gateway
 * @property {readonly string[]} [nodeOptions]
 *
 * @typedef {object} RunningEntrant
 * @property {Entrant} entrant
 * @property {number} port
 * @property {number} pid
 * @property {number} startMs from starting the process to its first answer
 * @property {() => Promise<void>} stop
 *
 * @typedef {object} Session
 * @property {string} folder
 * @property {(entrant: Entrant) => Promise<RunningEntrant>} start
 * @property {(text: string) => void} setAnswer what a bare server answers that is started later
 * @property {import('node:child_process').ChildProcess} subgraphs
 * @property {number} subgraphsPid
 * @property {Record<string, number>} ports of the subgraphs
 * @property {() => Promise<void>} close ends the subgraphs and every gateway that was started in it
 */

const SUBGRAPHS = fileURLToPath(new URL('../subgraphs/main.mjs', import.meta.url));

/**
 * Starts the subgraphs of a supergraph, and gateways over them on demand.
 * @param {{ domain: string, dedupe: 'off' | 'on', node: string }} options `node`: program that runs the subgraphs
 * @returns {Promise<Session>}
 */
export async function openSession({ domain: name, dedupe, node }) {
  const domain = loadDomain(name);
  const folder = mkdtempSync(join(tmpdir(), 'spork-bench-'));
  const removeFolder = undoAtEnd(() => rmSync(folder, { recursive: true, force: true }));
  const subgraphs = startPinned([node, SUBGRAPHS, name], { core: CORES.rest, ipc: true });
  const { ports } = await ask(subgraphs.child).catch((error) => {
    throw new Error(`The subgraphs do not start: ${error.message}\n${subgraphs.output()}`);
  });
  const supergraph = join(folder, 'supergraph.graphql');
  writeFileSync(
    supergraph,
    domain.supergraph((subgraph) => `http://127.0.0.1:${ports[subgraph]}/graphql`),
  );
  const answerFile = join(folder, 'answer.json');

  /** @type {RunningEntrant[]} */
  const started = [];
  return {
    folder,
    setAnswer: (text) => writeFileSync(answerFile, text),
    subgraphs: subgraphs.child,
    subgraphsPid: subgraphs.pid,
    ports,
    async start(entrant) {
      const { node: on, gateway, dist, nodeOptions = [] } = entrant;
      const context = {
        node: on.program,
        supergraph,
        folder,
        dedupe,
        subgraphPorts: ports,
        answerFile,
        dist,
        nodeOptions,
      };
      const running = { entrant, ...(await startGateway(gateway, context, domain.probe)) };
      started.push(running);
      return running;
    },
    async close() {
      await Promise.all(started.map((running) => running.stop()));
      await subgraphs.stop();
      removeFolder();
    },
  };
}
