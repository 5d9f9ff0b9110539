import { Kind, parse, print, type DocumentNode } from 'graphql';
import { entitiesSelection } from './documents.js';
import type {
  DeferNode,
  EntityBatch,
  EntityFetchNode,
  FetchNode,
  FlattenPath,
  FlattenSegment,
  PlanNode,
  QueryPlan,
  RequiresSelection,
} from './types.js';

type Lines = readonly string[];

/** Prints a plan as a tree, the way Apollo's tools do; a fetch that serves several places is a `BatchFetch`. */
export const printPlan = (plan: QueryPlan): string =>
  (plan.root === null ? ['QueryPlan {}'] : block('QueryPlan', printNode(plan.root))).join('\n');

const indent = (lines: Lines): Lines => lines.map((line) => (line === '' ? line : `  ${line}`));
const block = (head: string, body: Lines): Lines => [`${head} {`, ...indent(body), '}'];
const comma = (lines: Lines): Lines => [...lines.slice(0, -1), `${lines.at(-1) ?? ''},`];
const list = (nodes: readonly PlanNode[]): Lines => nodes.flatMap((node) => comma(printNode(node)));

const printNode = (node: PlanNode): Lines => {
  switch (node.kind) {
    case 'fetch':
      return printFetch(node);
    case 'entity-fetch':
      return printEntityFetch(node);
    case 'sequence':
      return block('Sequence', list(node.nodes));
    case 'parallel':
      return block('Parallel', list(node.nodes));
    case 'condition':
      return printCondition(node.variable, node.ifTrue, node.ifFalse);
    case 'defer':
      return printDefer(node);
    case 'subscription':
      return block('Subscription', [
        ...comma(block('Primary:', printFetch(node.primary))),
        ...(node.rest ? block('Rest:', printNode(node.rest)) : []),
      ]);
  }
};

const printFetch = (node: FetchNode): Lines =>
  block(`Fetch(service: "${node.subgraph}")`, printDocument(node.operation));

const printEntityFetch = (node: EntityFetchNode): Lines => {
  const document = parse(node.operation, { noLocation: true });
  const fragments = printFragments(document);
  const [first, ...others] = node.entities;
  if (first && others.length === 0) {
    const fetch = block(`Fetch(service: "${node.subgraph}")`, [
      ...printEntity(document, first),
      ...fragments,
    ]);
    return block(`Flatten(${printPaths(first.paths)})`, comma(fetch));
  }
  const flattened = node.entities.flatMap((entity) =>
    comma(block(`Flatten(${printPaths(entity.paths)})`, printEntity(document, entity))),
  );
  return block(`BatchFetch(service: "${node.subgraph}")`, [...flattened, ...fragments]);
};

/** What is sent for an entity, then what is asked about it. */
const printEntity = (document: DocumentNode, entity: EntityBatch): Lines => {
  const asked = entitiesSelection(document, entity.alias);
  return [
    ...endWith(printRequires(entity.requires), ' =>'),
    ...(asked ? print(asked).split('\n') : [`${entity.alias} is not in the operation`]),
  ];
};

const endWith = (lines: Lines, end: string): Lines => [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${end}`];

const printFragments = (document: DocumentNode): Lines =>
  document.definitions
    .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
    .flatMap((fragment) => ['', ...print(fragment).split('\n')]);

/** The selection set alone: the operation's name and variables say nothing that the plan does not. */
const printDocument = (text: string): Lines => {
  const document = parse(text, { noLocation: true });
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const selections = operations.flatMap((operation) => print(operation.selectionSet).split('\n'));
  return [...selections, ...printFragments(document)];
};

const printRequires = (selections: readonly RequiresSelection[]): Lines => [
  '{',
  ...indent(selections.flatMap(printRequired)),
  '}',
];

const printRequired = (selection: RequiresSelection): Lines => {
  const nested = selection.selections;
  if (selection.kind === 'field') {
    const label = selection.key === selection.name ? selection.name : `${selection.key}: ${selection.name}`;
    return nested ? block(label, nested.flatMap(printRequired)) : [label];
  }
  const condition = selection.typeCondition === undefined ? '' : ` on ${selection.typeCondition}`;
  const skip = selection.skipIf === undefined ? '' : ` @skip(if: $${selection.skipIf})`;
  const include = selection.includeIf === undefined ? '' : ` @include(if: $${selection.includeIf})`;
  return block(`...${condition}${skip}${include}`, selection.selections.flatMap(printRequired));
};

const printPaths = (paths: readonly FlattenPath[]): string => {
  const texts = paths.map((path) => `"${printPath(path)}"`);
  return texts.length === 1 ? `path: ${texts.join('')}` : `paths: [${texts.join(', ')}]`;
};

/** `a.@.b`; a type condition stands directly behind the place that it narrows: `a.@|[Book,Film]`. */
export const printPath = (path: FlattenPath): string => {
  let text = '';
  for (const segment of path)
    text += segment.kind === 'type' || text === '' ? place(segment) : `.${place(segment)}`;
  return text;
};

const place = (segment: FlattenSegment): string => {
  if (segment.kind === 'list') return '@';
  return segment.kind === 'field' ? segment.name : `|[${segment.names.join(',')}]`;
};

const printCondition = (
  variable: string,
  ifTrue: PlanNode | undefined,
  ifFalse: PlanNode | undefined,
): Lines => {
  if (ifTrue && ifFalse) {
    const [end, ...body] = block('Then', printNode(ifTrue)).toReversed();
    const otherwise = block(`${end ?? ''} Else`, printNode(ifFalse));
    return block(`Condition(if: $${variable})`, [...body.toReversed(), ...otherwise]);
  }
  if (ifTrue) return block(`Include(if: $${variable})`, printNode(ifTrue));
  return block(`Skip(if: $${variable})`, ifFalse ? printNode(ifFalse) : []);
};

const printDefer = (node: DeferNode): Lines => {
  const part = (selection: string | undefined, inner: PlanNode | undefined): Lines => [
    ...(selection === undefined ? [] : endWith(printDocument(selection), inner ? ':' : '')),
    ...(inner ? printNode(inner) : []),
  ];
  const deferred = node.deferred.flatMap(({ depends, label, path, selection, node: inner }) => {
    const ids = depends.map(({ id }) => id).join(', ');
    const labelText = label === undefined ? '' : `, label: "${label}"`;
    return comma(
      block(`Deferred(depends: [${ids}], path: "${path.join('/')}"${labelText})`, part(selection, inner)),
    );
  });
  return block('Defer', [
    ...endWith(block('Primary', part(node.primary.selection, node.primary.node)), ', ['),
    ...indent(deferred),
    ']',
  ]);
};
