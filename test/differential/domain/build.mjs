/** Builds the harbour: four executable subgraphs, their supergraph, and the monolith with the composed API schema. */
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, isObjectType, parse, printSchema } from 'graphql';
import * as db from './data.mjs';
import { computed, resolvers } from './resolvers.mjs';
import * as sdl from './sdl.mjs';

/** A record as a subgraph gets it: its own data, and under `$sent` only what the gateway sent. */
const entity = (/** @type {object | null} */ record, /** @type {object} */ sent) =>
  record === null ? null : { ...record, $sent: sent };

/** @type {Record<string, (sent: any) => object | null>} */
const lookups = {
  Craft: (sent) => db.craftById(sent.id),
  Freighter: (sent) => db.craftById(sent.id),
  Ferry: (sent) => db.craftById(sent.id),
  Tug: (sent) => db.craftById(sent.id),
  FerryLine: (sent) => db.lineByKey(sent.operator.code, sent.number),
  Port: (sent) =>
    sent.code === undefined ? db.portBySlot(sent.country.iso, sent.slot) : db.portByCode(sent.code),
  Crane: (sent) => db.craneById(sent.id),
  Cargo: (sent) => (sent.sku === undefined ? db.cargoByLot(sent.lot) : db.cargoBySku(sent.sku)),
  Sailor: (sent) => db.sailorById(sent.id),
};

/** `@requires` fields: from what was sent, never from the shared data. */
/** @type {Record<string, Record<string, Record<string, (source: any, args: any) => unknown>>>} */
const required = {
  fleet: {},
  ports: {
    Freighter: { travel: ({ $sent }) => computed.travel($sent.size, $sent.home?.country.iso) },
    Cargo: { duty: ({ $sent }, args) => computed.duty($sent.weight, $sent.price, args) },
  },
  logs: { Craft: { banner: ({ $sent }, args) => computed.banner($sent.name, args) } },
  trade: { Freighter: { loadFactor: ({ $sent }) => computed.loadFactor($sent.capacity, $sent.tonnage) } },
};

/** @param {import('graphql').GraphQLSchema} schema @param {Record<string, Record<string, Function>>} own */
function attach(schema, own) {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = own[type.name]?.[field.name] ?? resolvers[type.name]?.[field.name];
      if (resolve) field.resolve = /** @type {any} */ (resolve);
    }
  }
  return schema;
}

/** @param {string} name @param {string} typeDefs */
function subgraphSchema(name, typeDefs) {
  const references = Object.fromEntries(
    Object.entries(lookups).map(([type, find]) => [
      type,
      { __resolveReference: (/** @type {any} */ sent) => entity(find(sent), sent) },
    ]),
  );
  const document = parse(typeDefs);
  const declared = new Set(
    document.definitions.flatMap((node) => ('name' in node && node.name ? [node.name.value] : [])),
  );
  const own = Object.fromEntries(Object.entries(references).filter(([type]) => declared.has(type)));
  const schema = buildSubgraphSchema([{ typeDefs: document, resolvers: own }]);
  return attach(schema, required[name] ?? {});
}

/** @typedef {{ name: string, sdl: string, schema: import('graphql').GraphQLSchema }} SubgraphOfDomain */

/**
 * @param {SubgraphOfDomain[]} subgraphs @param {Record<string, string>} [urls] where each subgraph answers
 * @returns {string} the supergraph
 * @throws when the subgraphs do not compose
 */
export function composeDomain(subgraphs, urls = {}) {
  const composed = composeServices(
    subgraphs.map(({ name, sdl: text }) => ({
      name,
      url: urls[name] ?? `http://${name}.invalid/`,
      typeDefs: parse(text),
    })),
  );
  if (composed.errors) throw new Error(composed.errors.map((error) => error.message).join('\n'));
  return composed.supergraphSdl;
}

/** @returns {{ subgraphs: SubgraphOfDomain[], supergraphSdl: string, monolith: import('graphql').GraphQLSchema }} */
export function buildDomain() {
  const subgraphs = Object.entries(sdl).map(([name, text]) => ({
    name,
    sdl: text,
    schema: subgraphSchema(name, text),
  }));
  const supergraphSdl = composeDomain(subgraphs);
  const api = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  return { subgraphs, supergraphSdl, monolith: attach(buildSchema(printSchema(api)), {}) };
}
