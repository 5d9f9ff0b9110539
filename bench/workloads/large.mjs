/**
 * The large supergraph: entities that link in a ring, each extended by the subgraph after its own. Written as text, because to
 * compose it takes more than a minute.
 */
export const LARGE_SUBGRAPHS = 100;
export const TYPES_PER_SUBGRAPH = 50;

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const TYPES = LARGE_SUBGRAPHS * TYPES_PER_SUBGRAPH;

/** @param {number} type */
const owner = (type) => Math.floor(type / TYPES_PER_SUBGRAPH);
/** @param {number} type */
const extender = (type) => (owner(type) + 1) % LARGE_SUBGRAPHS;
/** The type that this one's `next` is of: in the subgraph after its own. @param {number} type */
const following = (type) => (type + TYPES_PER_SUBGRAPH) % TYPES;
/** @param {number} count */
const range = (count) => Array.from({ length: count }, (_value, index) => index);
/** @param {number} subgraph */
const ownTypes = (subgraph) =>
  range(TYPES_PER_SUBGRAPH).map((index) => subgraph * TYPES_PER_SUBGRAPH + index);

/** @returns {import('../subgraphs/real.mjs').SubgraphDefinition[]} */
export function largeSubgraphs() {
  return range(LARGE_SUBGRAPHS).map(largeSubgraph);
}

/** @param {number} subgraph */
function largeSubgraph(subgraph) {
  const own = ownTypes(subgraph);
  const extended = ownTypes((subgraph + LARGE_SUBGRAPHS - 1) % LARGE_SUBGRAPHS);
  const root = `s${subgraph}`;
  return {
    name: `sub${subgraph}`,
    typeDefs: [
      LINK,
      `type Query { ${root}: T${own[0]} }`,
      ...own.map((type) => `type T${type} @key(fields: "id") { id: ID!  name: String  count: Int }`),
      // `next` leads to a type of this very subgraph, so the extension owns the way on.
      ...extended.map(
        (type) => `type T${type} @key(fields: "id") { id: ID!  note: String  next: T${following(type)} }`,
      ),
    ].join('\n'),
    resolvers: {
      Query: { [root]: () => ({ id: root }) },
      ...Object.fromEntries(own.map((type) => [`T${type}`, ownResolvers(type)])),
      ...Object.fromEntries(extended.map((type) => [`T${type}`, extensionResolvers(type)])),
    },
  };
}

/** @param {{ id: string }} reference */
const sameReference = (reference) => reference;

/** @param {number} type */
const ownResolvers = (type) => ({
  __resolveReference: sameReference,
  name: (/** @type {{ id: string }} */ { id }) => `T${type} ${id}`,
  count: () => type,
});

/** @param {number} type */
const extensionResolvers = (type) => ({
  __resolveReference: sameReference,
  note: (/** @type {{ id: string }} */ { id }) => `noted ${id}`,
  next: (/** @type {{ id: string }} */ { id }) => ({ id: `${id}.${type % 7}` }),
});

const DEFINITIONS = `
directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
scalar join__FieldSet
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }`;

/** @param {(name: string) => string} urlOf */
export function largeSupergraph(urlOf) {
  const graph = (/** @type {number} */ subgraph) => `SUB${subgraph}`;
  const types = range(TYPES).map((type) => {
    const [own, other] = [graph(owner(type)), graph(extender(type))];
    return `type T${type} @join__type(graph: ${own}, key: "id") @join__type(graph: ${other}, key: "id") {
  id: ID!
  name: String @join__field(graph: ${own})
  count: Int @join__field(graph: ${own})
  note: String @join__field(graph: ${other})
  next: T${following(type)} @join__field(graph: ${other})
}`;
  });
  const subgraphs = range(LARGE_SUBGRAPHS);
  const roots = subgraphs.map(
    (subgraph) => `  s${subgraph}: T${subgraph * TYPES_PER_SUBGRAPH} @join__field(graph: ${graph(subgraph)})`,
  );
  return [
    DEFINITIONS,
    `enum join__Graph {\n${subgraphs
      .map(
        (subgraph) =>
          `  ${graph(subgraph)} @join__graph(name: "sub${subgraph}", url: "${urlOf(`sub${subgraph}`)}")`,
      )
      .join('\n')}\n}`,
    `type Query ${subgraphs.map((subgraph) => `@join__type(graph: ${graph(subgraph)})`).join(' ')} {\n${roots.join('\n')}\n}`,
    ...types,
  ].join('\n\n');
}

/** Roots and hops from each: 20 fetches, and no deeper than a gateway allows by default. */
const HOPS_PER_ROOT = 9;

const PLANNED = 40;

/** @returns {string[]} operations of 20 fetches, each over other subgraphs */
export function largeOperations() {
  const hops = range(HOPS_PER_ROOT);
  const way = hops.reduce((inner) => `{ id name next ${inner} }`, '{ id name }');
  return range(PLANNED).map((index) => `query Plan${index} { s${index} ${way} s${index + 50} ${way} }`);
}
