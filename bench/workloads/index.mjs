import { readFileSync } from 'node:fs';
import { FAN_SUBGRAPHS, HOPS } from './synthetic.mjs';

/**
 * One thing that is measured.
 * @typedef {object} Workload
 * @property {string} id
 * @property {string} title what it shows, in a line
 * @property {string} domain name of the supergraph
 * @property {number} connections
 * @property {readonly string[]} bodies JSON of the requests, sent in turn
 * @property {'off' | 'on'} [dedupe] in-flight de-duplication of our gateway; default off
 * @property {boolean} [once] no operation is sent twice: each round takes bodies of its own
 * @property {{ family: string, x: number }} [growth] the point it is on a growth curve
 */

const DISTINCT = 10_000;

/**
 * @param {string} query
 * @param {Record<string, unknown>} [variables]
 */
const body = (query, variables) => JSON.stringify(variables === undefined ? { query } : { query, variables });

/** @param {number} count @param {(index: number) => string} make */
const many = (count, make) => Array.from({ length: count }, (_value, index) => make(index));

const HEAVY = body(
  readFileSync(new URL('../../test/fixtures/benchmark/heavy.graphql', import.meta.url), 'utf8'),
);
const SMALL = body('{ users { id name username } }');

const WIDE = 'query Wide($n: Int!) { items(n: $n) { id name price inStock } }';
const SIZE = 'query Size($n: Int!) { items(n: $n) { id name description weight } }';
const ITEM = 'query Item($id: ID!) { item(id: $id) { id name price inStock } }';
const RENAME =
  'mutation Rename($id: ID!, $name: String!) { renameItem(id: $id, name: $name) { id name price inStock } }';

/** @param {number} depth @returns {string} */
const nest = (depth) => (depth === 0 ? '{ id label }' : `{ id next ${nest(depth - 1)} }`);

/** An operation that no other has the like of: other fields, aliases and order. @param {number} index */
const coldOperation = (index) => {
  const fields = ['id', 'name', 'description', 'weight', 'price', 'inStock'];
  const chosen = fields.filter((_field, bit) => (index >> bit) % 2 === 1 || bit === index % fields.length);
  return `query Cold${index} { items(n: ${1 + (index % 5)}) { ${chosen.map((field) => `${field}_${index}: ${field}`).join(' ')} } }`;
};

/** @param {string} id @param {number} n @param {string} query @returns {Workload} */
const list = (id, n, query) => ({
  id: `${id}-${n}`,
  title: `one list of ${n} ${id === 'wide' ? 'entities, 3 fetches' : 'objects, 1 fetch'}`,
  domain: 'shop',
  connections: 16,
  bodies: [body(query, { n })],
  growth: { family: id === 'wide' ? 'representations' : 'size', x: n },
});

/** @param {number} subgraphs @returns {Workload} */
const fanOut = (subgraphs) => ({
  id: `fan-${subgraphs}`,
  title: `one entity from ${subgraphs} subgraphs`,
  domain: 'fan',
  connections: 16,
  bodies: [body(`{ node { id ${many(subgraphs, (index) => `f${index}`).join(' ')} } }`)],
  growth: { family: 'subgraphs', x: subgraphs },
});

/** @param {number} connections @returns {Workload} */
const connected = (connections) => ({
  id: `connections-${connections}`,
  title: `heavy over ${connections} connections`,
  domain: 'benchmark',
  connections,
  bodies: [HEAVY],
  growth: { family: 'connections', x: connections },
});

/** @type {readonly Workload[]} */
export const WORKLOADS = [
  {
    id: 'heavy',
    title: 'the query of the public benchmark, 87 KB',
    domain: 'benchmark',
    connections: 50,
    bodies: [HEAVY],
  },
  {
    id: 'small',
    title: 'one fetch, three fields',
    domain: 'benchmark',
    connections: 50,
    bodies: [SMALL],
  },
  {
    id: 'heavy-dedupe',
    title: 'heavy, with in-flight de-duplication',
    domain: 'benchmark',
    connections: 50,
    bodies: [HEAVY],
    dedupe: 'on',
  },
  {
    id: 'varied',
    title: `one entity, 3 fetches, ${DISTINCT} distinct variable values`,
    domain: 'shop',
    connections: 50,
    bodies: many(DISTINCT, (index) => body(ITEM, { id: String(index + 1) })),
  },
  {
    id: 'mutation',
    title: 'a mutation and two entity fetches',
    domain: 'shop',
    connections: 50,
    bodies: many(100, (index) => body(RENAME, { id: String(index + 1), name: `New ${index}` })),
  },
  {
    id: 'deep',
    title: `${HOPS} entity hops`,
    domain: 'chain',
    connections: 50,
    bodies: [body(`{ start ${nest(HOPS)} }`)],
  },
  {
    id: 'cold',
    title: `${DISTINCT} distinct operations, none planned before`,
    domain: 'shop',
    connections: 16,
    bodies: many(DISTINCT, (index) => body(coldOperation(index))),
    once: true,
  },
  ...[10, 100, 1000, 10_000].map((n) => list('wide', n, WIDE)),
  ...[10, 100, 1000, 10_000].map((n) => list('size', n, SIZE)),
  ...[1, 10, FAN_SUBGRAPHS].map(fanOut),
  ...[1, 10, 100].map(connected),
];
