/**
 * All subgraphs of one supergraph as a process: `node main.mjs DOMAIN`. Tells its parent the ports, and then what it answered
 * whenever it is asked.
 */
import { loadDomain } from '../workloads/domains.mjs';
import { createAnswerer, startSampleAnswerers } from './real.mjs';
import { startReplay } from './replay.mjs';

const domain = loadDomain(process.argv[2] ?? '');
const answerers =
  domain.subgraphs === 'samples'
    ? (await startSampleAnswerers()).answerers
    : Object.fromEntries(domain.subgraphs().map((one) => [one.name, createAnswerer(one)]));

const replays = await Promise.all(
  Object.entries(answerers).map(async ([name, answer]) => ({ name, replay: await startReplay(answer) })),
);
process.on('message', () => {
  const counters = replays.map(({ replay }) => replay.counters());
  process.send?.({
    answered: counters.reduce((sum, { answered }) => sum + answered, 0),
    recorded: counters.reduce((sum, { recorded }) => sum + recorded, 0),
  });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ports: Object.fromEntries(replays.map(({ name, replay }) => [name, replay.port])) });
