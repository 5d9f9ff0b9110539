import { Kind, parse, type DocumentNode, type SelectionSetNode } from 'graphql';
import type {
  CompiledPath,
  CompiledRequires,
  CompiledRewrite,
  CompiledSegment,
  ExecutableEntityBatch,
  ExecutableNode,
  ExecutablePlan,
} from '../execute/types.js';
import { InternalError } from '../errors/index.js';
import type { TypeConditions } from './compile-types.js';
import { isShareable } from './compile-sharing.js';
import { fragmentOf } from './documents.js';
import { entityBatches, requiredKeys } from './entity-batches.js';
import type {
  EntityBatch,
  EntityFetchNode,
  FetchNode,
  FlattenPath,
  PlanNode,
  QueryPlan,
  RequiresSelection,
  Rewrite,
  RewriteSegment,
} from './types.js';

/**
 * Works out everything that depends only on the plan: request bodies, key texts, paths, type-condition sets.
 * @throws InternalError for plan nodes that this version does not execute (defer, subscription).
 */
export const compilePlan = (plan: QueryPlan, types: TypeConditions): ExecutablePlan => {
  const batches = entityBatches(plan.root);
  return {
    abstractTypes: types.abstract,
    required: requiredKeys(batches),
    root: plan.root === null ? null : new PlanCompiler(types, batches).compile(plan.root),
  };
};

class PlanCompiler {
  private readonly types: TypeConditions;
  private readonly batches: readonly EntityBatch[];

  constructor(types: TypeConditions, batches: readonly EntityBatch[]) {
    this.types = types;
    this.batches = batches;
  }

  compile(node: PlanNode): ExecutableNode {
    switch (node.kind) {
      case 'fetch':
        return this.fetch(node);
      case 'entity-fetch':
        return this.entityFetch(node);
      case 'sequence':
      case 'parallel':
        return { kind: node.kind, nodes: node.nodes.map((child) => this.compile(child)) };
      case 'condition':
        return {
          kind: 'condition',
          variable: node.variable,
          ifTrue: node.ifTrue == null ? null : this.compile(node.ifTrue),
          ifFalse: node.ifFalse == null ? null : this.compile(node.ifFalse),
        };
      case 'defer':
      case 'subscription':
        throw new InternalError(
          'INTERNAL_SERVER_ERROR',
          `Plans with a ${node.kind} node cannot be executed yet.`,
        );
    }
  }

  private fetch(node: FetchNode): ExecutableNode {
    const outputRewrites = this.rewrites(node.outputRewrites);
    return {
      kind: 'fetch',
      ...callParts(node),
      operationKind: node.operationKind,
      rootKeys: rootKeys(node.operation, outputRewrites),
      outputRewrites,
    };
  }

  private entityFetch(node: EntityFetchNode): ExecutableNode {
    return {
      kind: 'entity-fetch',
      ...callParts(node),
      operationKind: 'query',
      entities: node.entities.map((batch) => this.batch(batch, node.subgraph)),
    };
  }

  private batch(batch: EntityBatch, subgraph: string): ExecutableEntityBatch {
    return {
      alias: batch.alias,
      keyText: `${JSON.stringify(batch.representationsVariable)}:[`,
      paths: batch.paths.map((path) => this.path(path)),
      requires: batch.requires.map((selection) => this.entity(selection, subgraph)),
      inputRewrites: this.rewrites(batch.inputRewrites),
      outputRewrites: this.rewrites(batch.outputRewrites),
      shareable: isShareable(batch, this.batches),
    };
  }

  private path(path: FlattenPath): CompiledPath {
    return path.flatMap((segment): CompiledSegment[] => {
      // Lists are walked wherever they appear, so their markers carry no information.
      if (segment.kind === 'list') return [];
      return segment.kind === 'field'
        ? [{ field: segment.name, types: null }]
        : [{ field: null, types: this.types.any(segment.names) }];
    });
  }

  private entity(selection: RequiresSelection, subgraph: string): CompiledRequires {
    const compiled = this.requires(selection);
    if (compiled.kind === 'field' || compiled.typeName === undefined) return compiled;
    return { ...compiled, types: this.types.ofEntity(compiled.typeName, subgraph) };
  }

  private requires(selection: RequiresSelection): CompiledRequires {
    if (selection.kind === 'field') {
      return {
        kind: 'field',
        key: selection.key,
        name: selection.name,
        keyText: `${JSON.stringify(selection.name)}:`,
        selections: selection.selections?.map((child) => this.requires(child)) ?? null,
      };
    }
    return {
      kind: 'fragment',
      types: selection.typeCondition === undefined ? null : this.types.satisfying(selection.typeCondition),
      typeName: selection.typeCondition,
      selections: selection.selections.map((child) => this.requires(child)),
      skipIf: selection.skipIf,
      includeIf: selection.includeIf,
    };
  }

  private rewrites(rewrites: readonly Rewrite[]): readonly CompiledRewrite[] {
    return rewrites.map((rewrite) => ({
      path: rewrite.path.map((segment) => this.rewriteSegment(segment)),
      renameTo: rewrite.kind === 'rename-key' ? rewrite.name : null,
      value: rewrite.kind === 'set-value' ? rewrite.value : undefined,
    }));
  }

  private rewriteSegment(segment: RewriteSegment): CompiledSegment {
    return segment.kind === 'key'
      ? { field: segment.name, types: null }
      : { field: null, types: this.types.any(segment.names) };
  }
}

const callParts = (
  node: FetchNode | EntityFetchNode,
): Pick<ExecutableEntityBatchCall, 'subgraph' | 'bodyPrefix' | 'variables'> => ({
  subgraph: node.subgraph,
  bodyPrefix:
    `{"query":${JSON.stringify(node.operation)},` +
    (node.operationName === undefined ? '' : `"operationName":${JSON.stringify(node.operationName)},`) +
    '"variables":{',
  variables: node.variables.map((name) => ({ name, keyText: `${JSON.stringify(name)}:` })),
});
type ExecutableEntityBatchCall = Extract<ExecutableNode, { kind: 'entity-fetch' }>;

const rootKeys = (operation: string, rewrites: readonly CompiledRewrite[]): readonly string[] => {
  const document = parse(operation, { noLocation: true });
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const keys = definition === undefined ? [] : selectionKeys(definition.selectionSet, document);
  return keys.map((key) => {
    const rename = rewrites.find(
      ({ path, renameTo }) => renameTo !== null && path.at(-1)?.field === key && path.length <= 2,
    );
    return rename?.renameTo ?? key;
  });
};

const selectionKeys = (selectionSet: SelectionSetNode, document: DocumentNode): string[] =>
  selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      return selection.name.value === '__typename' ? [] : [(selection.alias ?? selection.name).value];
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) return selectionKeys(selection.selectionSet, document);
    const fragment = fragmentOf(document, selection.name.value);
    return fragment === undefined ? [] : selectionKeys(fragment.selectionSet, document);
  });
