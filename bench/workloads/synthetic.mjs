/**
 * Subgraphs whose answers follow from what is asked, so that every gateway gets the same ones in any order and any number.
 * @typedef {import('../subgraphs/real.mjs').SubgraphDefinition} SubgraphDefinition
 */

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
export const HOPS = 8;
export const FAN_SUBGRAPHS = 100;

/** @param {{ id: string }} reference */
const sameReference = (reference) => reference;

/** @param {string} id */
const item = (id) => ({
  id,
  name: `Item ${id}`,
  description: `What there is to say about item ${id}: it was made for a load of records, all of them alike.`,
  weight: Number(id) % 1000,
});

/**
 * A list of any length, of entities that two more subgraphs know a field of; one entity by its id; a mutation.
 * @returns {SubgraphDefinition[]}
 */
export function shop() {
  const catalog = {
    name: 'catalog',
    typeDefs: `${LINK}
      type Query { items(n: Int!): [Item!]!  item(id: ID!): Item }
      type Mutation { renameItem(id: ID!, name: String!): Item }
      type Item @key(fields: "id") { id: ID!  name: String!  description: String  weight: Int }`,
    resolvers: {
      Query: {
        items: (/** @type {unknown} */ _, /** @type {{ n: number }} */ { n }) =>
          Array.from({ length: n }, (_value, index) => item(String(index + 1))),
        item: (/** @type {unknown} */ _, /** @type {{ id: string }} */ { id }) => item(id),
      },
      Mutation: {
        renameItem: (/** @type {unknown} */ _, /** @type {{ id: string, name: string }} */ { id, name }) => ({
          ...item(id),
          name,
        }),
      },
      Item: { __resolveReference: (/** @type {{ id: string }} */ { id }) => item(id) },
    },
  };
  const field = (
    /** @type {string} */ subgraph,
    /** @type {string} */ name,
    /** @type {number} */ factor,
  ) => ({
    name: subgraph,
    typeDefs: `${LINK} type Item @key(fields: "id") { id: ID!  ${name}: Int }`,
    resolvers: {
      Item: {
        __resolveReference: sameReference,
        [name]: (/** @type {{ id: string }} */ { id }) => (Number(id) * factor) % 997,
      },
    },
  });
  return [catalog, field('prices', 'price', 31), field('stock', 'inStock', 17)];
}

/**
 * An entity whose `next` another subgraph knows, and so on: as many hops as there are subgraphs after the first.
 * @returns {SubgraphDefinition[]}
 */
export function chain() {
  const first = {
    name: 'hop0',
    typeDefs: `${LINK} type Query { start: Hop0! } type Hop0 @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { start: () => ({ id: 'start' }) }, Hop0: { __resolveReference: sameReference } },
  };
  const hop = (/** @type {number} */ n) => ({
    name: `hop${n}`,
    typeDefs: `${LINK}
      type Hop${n - 1} @key(fields: "id") { id: ID!  next: Hop${n} }
      type Hop${n} @key(fields: "id") { id: ID!  label: String }`,
    resolvers: {
      [`Hop${n - 1}`]: {
        __resolveReference: sameReference,
        next: (/** @type {{ id: string }} */ { id }) => ({ id: `${id}-${n}`, label: `After ${n} hops` }),
      },
      [`Hop${n}`]: {
        __resolveReference: (/** @type {{ id: string }} */ { id }) => ({ id, label: `After ${n} hops` }),
      },
    },
  });
  return [first, ...Array.from({ length: HOPS }, (_value, index) => hop(index + 1))];
}

/**
 * One entity of which every subgraph knows one field.
 * @returns {SubgraphDefinition[]}
 */
export function fan() {
  return Array.from({ length: FAN_SUBGRAPHS }, (_value, n) => ({
    name: `fan${n}`,
    typeDefs: `${LINK} ${n === 0 ? 'type Query { node: Node! }' : ''} type Node @key(fields: "id") { id: ID!  f${n}: String }`,
    resolvers: {
      ...(n === 0 ? { Query: { node: () => ({ id: '1' }) } } : {}),
      Node: {
        __resolveReference: sameReference,
        [`f${n}`]: (/** @type {{ id: string }} */ { id }) => `field ${n} of ${id}`,
      },
    },
  }));
}
