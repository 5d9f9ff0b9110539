/**
 * Runs in a worker thread: the only module of the registry that loads the composition packages. They are synchronous and
 * may recurse deeply, so here they can be given a large stack and be stopped.
 */
import { parentPort } from 'node:worker_threads';
import { composeServices } from '@apollo/composition';
import { GraphQLError, parse, Source, type ASTNode, type DocumentNode } from 'graphql';
import type { ComposeInput, ComposeJob, ComposeOutcome } from './compose.js';
import type { CompositionProblem } from './types.js';

type Locations = CompositionProblem['locations'];
type CompositionHint = NonNullable<ReturnType<typeof composeServices>['hints']>[number];

/** Hints of this level are only of interest to those who work on composition. */
const DEBUG_LEVEL = 20;
/** Tells the source of a subgraph from those of the federation specs. */
const SOURCE_PREFIX = 'subgraph ';

/** Some errors do not say of which subgraph their nodes are; the name of the source does, see `parseSubgraph`. */
const subgraphOf = (node: ASTNode): string | undefined => {
  if ('subgraph' in node && typeof node.subgraph === 'string') return node.subgraph;
  const name = node.loc?.source.name;
  return name?.startsWith(SOURCE_PREFIX) ? name.slice(SOURCE_PREFIX.length) : undefined;
};

const nodeLocations = (nodes: readonly ASTNode[] | undefined): Locations =>
  (nodes ?? []).flatMap((node) => {
    const subgraph = subgraphOf(node);
    const token = node.loc?.startToken;
    return subgraph !== undefined && token ? [{ subgraph, line: token.line, column: token.column }] : [];
  });

const errorProblem = (error: GraphQLError): CompositionProblem => {
  const code = error.extensions['code'];
  return {
    severity: 'error',
    code: typeof code === 'string' ? code : 'COMPOSITION_ERROR',
    message: error.message,
    locations: nodeLocations(error.nodes),
  };
};

const hintProblem = (hint: CompositionHint): CompositionProblem => ({
  severity: 'hint',
  code: hint.definition.code,
  message: hint.message,
  locations: nodeLocations(hint.nodes),
});

const parseSubgraph = ({ name, sdl }: ComposeInput): DocumentNode | CompositionProblem => {
  try {
    return parse(new Source(sdl, SOURCE_PREFIX + name));
  } catch (error) {
    const locations = error instanceof GraphQLError ? (error.locations ?? []) : [];
    const message = `[${name}] ${error instanceof Error ? error.message : String(error)}`;
    const at = locations.map(({ line, column }) => ({ subgraph: name, line, column }));
    return { severity: 'error', code: 'INVALID_GRAPHQL', message, locations: at };
  }
};

const compose = (subgraphs: readonly ComposeInput[]): ComposeOutcome => {
  const services = [];
  const problems: CompositionProblem[] = [];
  for (const subgraph of subgraphs) {
    const parsed = parseSubgraph(subgraph);
    if ('severity' in parsed) problems.push(parsed);
    else services.push({ name: subgraph.name, url: subgraph.url, typeDefs: parsed });
  }
  if (problems.length > 0) return { problems };
  const result = composeServices(services);
  if (result.errors) return { problems: result.errors.map(errorProblem) };
  const hints = result.hints.filter(({ definition }) => definition.level.value > DEBUG_LEVEL);
  return { sdl: result.supergraphSdl, hints: hints.map(hintProblem) };
};

const run = (subgraphs: readonly ComposeInput[]): ComposeOutcome => {
  try {
    return compose(subgraphs);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [{ severity: 'error', code: 'COMPOSITION_FAILED', message, locations: [] }] };
  }
};

parentPort?.on('message', ({ id, subgraphs }: ComposeJob) => {
  parentPort?.postMessage({ id, outcome: run(subgraphs) });
});
