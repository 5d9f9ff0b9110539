import { createHash } from 'node:crypto';
import { Kind, parse, type DocumentNode, type EnumTypeDefinitionNode } from 'graphql';
import { directiveName, linkedSpecs, specIdentity, typeName, type LinkedSpec } from './linked-specs.js';
import { LoadError, messageOf } from './load-error.js';
import type { SubgraphInfo, Supergraph } from './types.js';

/** Versions of each spec that this gateway implements. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  link: ['1.0'],
  core: ['0.1', '0.2'],
  join: ['0.1', '0.2', '0.3', '0.4', '0.5'],
  inaccessible: ['0.1', '0.2'],
  tag: ['0.1', '0.2', '0.3'],
  cost: ['0.1'],
  context: ['0.1'],
  cacheTag: ['0.1'],
};

/** Access rules of the schema: serving it without enforcing them would give data to everybody. */
const NOT_ENFORCED: Readonly<Record<string, string>> = {
  authenticated: '@authenticated',
  requiresScopes: '@requiresScopes',
  policy: '@policy',
};

const COMPOSE_FIRST = 'Compose the subgraphs with `spork compose` and serve the result.';

/** Schema id: first 16 hex digits of the SHA-256 of the SDL. */
export const supergraphId = (sdl: string): string =>
  createHash('sha256').update(sdl).digest('hex').slice(0, 16);

const parseSdl = (sdl: string): DocumentNode => {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    if (/^(?:federation_version|subgraphs)\s*:/m.test(sdl))
      throw new LoadError(`This is a supergraph.yaml, not a composed supergraph. ${COMPOSE_FIRST}`);
    throw new LoadError(`The supergraph is not valid GraphQL SDL: ${messageOf(error)}`, undefined, error);
  }
};

const lookup = (specs: Readonly<Record<string, readonly string[] | string>>, { identity }: LinkedSpec) => {
  const name = Object.keys(specs).find((candidate) => specIdentity(candidate) === identity);
  return name === undefined ? undefined : specs[name];
};

const checkSpec = (spec: LinkedSpec): void => {
  const access = lookup(NOT_ENFORCED, spec);
  if (access !== undefined) {
    throw new LoadError(
      `The supergraph uses ${String(access)} (${spec.url}), which this version of the gateway cannot enforce: ` +
        'serving it would give protected data to everybody. Remove the directive from the subgraphs, or use a gateway that enforces it.',
    );
  }
  if (spec.purpose === undefined) return;
  const versions = lookup(KNOWN, spec);
  if (versions?.includes(spec.version)) return;
  const known = versions
    ? ` It knows ${[...versions].map((version) => 'v' + version).join(', ')} of it.`
    : '';
  throw new LoadError(
    `The supergraph needs ${spec.url} for ${spec.purpose}, which this version of the gateway does not know.${known} ` +
      'Serving it could give wrong or protected data. Compose without this feature, or upgrade the gateway.',
  );
};

const notASupergraph = (specs: readonly LinkedSpec[], sdl: string): LoadError => {
  const federated = specs.some(({ identity }) => identity === specIdentity('federation'));
  return federated || /@key\s*\(/.test(sdl)
    ? new LoadError(`This is the schema of one subgraph, not a composed supergraph. ${COMPOSE_FIRST}`)
    : new LoadError(
        `This is a GraphQL schema, but not a composed supergraph: it links no join spec. ${COMPOSE_FIRST}`,
      );
};

const readGraph = (graph: EnumTypeDefinitionNode, directive: string): SubgraphInfo[] =>
  (graph.values ?? []).map((value) => {
    const args = value.directives?.find(({ name }) => name.value === directive)?.arguments ?? [];
    const read = (key: string): string => {
      const found = args.find(({ name }) => name.value === key)?.value;
      return found?.kind === Kind.STRING ? found.value : '';
    };
    return { name: read('name') || value.name.value, url: read('url') };
  });

/**
 * Reads a composed supergraph.
 * @throws LoadError (a ClientError) when the SDL does not parse, is not a supergraph, or links a spec for SECURITY or
 * EXECUTION that this version does not know or cannot enforce.
 */
export const readSupergraph = (sdl: string): Supergraph => {
  if (sdl.trim() === '') throw new LoadError(`The supergraph is empty. ${COMPOSE_FIRST}`);
  const document = parseSdl(sdl);
  const specs = linkedSpecs(document);
  const join = specs.find(({ identity }) => identity === specIdentity('join'));
  if (!join) throw notASupergraph(specs, sdl);
  specs.forEach(checkSpec);
  const name = typeName(join, 'Graph');
  const graph = document.definitions.find(
    (definition): definition is EnumTypeDefinitionNode =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === name,
  );
  const subgraphs = graph ? readGraph(graph, directiveName(join, 'graph')) : [];
  if (subgraphs.length === 0)
    throw new LoadError(`The supergraph names no subgraphs: enum ${name} is missing or empty.`);
  return { id: supergraphId(sdl), sdl, document, subgraphs };
};
