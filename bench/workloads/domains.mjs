import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { chain, fan, shop } from './synthetic.mjs';
import { largeSubgraphs, largeSupergraph } from './large.mjs';

/**
 * A supergraph of the bench.
 * @typedef {object} Domain
 * @property {string} name
 * @property {'samples' | (() => import('../subgraphs/real.mjs').SubgraphDefinition[])} subgraphs
 * @property {(urlOf: (name: string) => string) => string} supergraph its text, with these routing URLs
 * @property {string} probe an operation that every gateway answers with data as soon as it serves
 */

const BENCHMARK = new URL('../../test/fixtures/benchmark/', import.meta.url);
const SAMPLE_PORTS = { accounts: 4101, products: 4102, reviews: 4103, inventory: 4104 };

/** @type {Domain} */
const benchmark = {
  name: 'benchmark',
  subgraphs: 'samples',
  supergraph(urlOf) {
    const text = readFileSync(new URL('supergraph.graphql', BENCHMARK), 'utf8');
    return Object.entries(SAMPLE_PORTS).reduce(
      (changed, [name, port]) => changed.replace(`http://127.0.0.1:${port}/graphql`, urlOf(name)),
      text,
    );
  },
  probe: '{ users { id } }',
};

/**
 * @param {string} name
 * @param {() => import('../subgraphs/real.mjs').SubgraphDefinition[]} subgraphs
 * @param {string} probe
 * @returns {Domain}
 */
const composed = (name, subgraphs, probe) => ({
  name,
  subgraphs,
  supergraph(urlOf) {
    const services = subgraphs().map((one) => ({
      name: one.name,
      url: urlOf(one.name),
      typeDefs: parse(one.typeDefs),
    }));
    const { supergraphSdl, errors } = composeServices(services);
    if (supergraphSdl === undefined) throw new Error(`${name} does not compose: ${errors?.join('\n')}`);
    return supergraphSdl;
  },
  probe,
});

/** @type {Domain[]} */
const DOMAINS = [
  benchmark,
  composed('shop', shop, '{ item(id: "1") { id } }'),
  composed('chain', chain, '{ start { id } }'),
  composed('fan', fan, '{ node { id } }'),
  {
    name: 'large',
    subgraphs: largeSubgraphs,
    supergraph: largeSupergraph,
    probe: '{ s0 { id } }',
  },
];

/**
 * @param {string} name
 * @returns {Domain}
 * @throws {Error} when there is none of this name
 */
export function loadDomain(name) {
  const found = DOMAINS.find((domain) => domain.name === name);
  if (found === undefined) throw new Error(`There is no supergraph ${name} in the bench.`);
  return found;
}
