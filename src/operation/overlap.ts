import {
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type DocumentNode,
} from 'graphql';
import { argumentsKey } from './argument-key.js';
import { FieldCollector, type CollectedField, type SelectionSource } from './field-collector.js';

/** Two fields that share a response key and cannot be merged into one. */
export interface FieldConflict {
  readonly responseKey: string;
  /** In the words of graphql-js. */
  readonly reason: string;
  readonly nodes: readonly FieldNode[];
}

export interface OverlapResult {
  /** The first conflict found; `undefined`: all fields can be merged. */
  readonly conflict: FieldConflict | undefined;
  /** Field look-ups made; above `maxWork` when the check gave up: a missing `conflict` says nothing then. */
  readonly work: number;
  /** Pairs that a pairwise comparison would make: tells what it costs to run graphql-js's own rule for its messages. */
  readonly pairs: number;
}

/**
 * Field selection merging (GraphQL specification 5.3.2) with the verdicts of graphql-js's `OverlappingFieldsCanBeMerged`,
 * but in near-linear time: instead of comparing pairs, the fields of a response key are merged into one group and each is
 * compared with the first. "Same shape", "same name" and "same arguments" are equivalences, so that is enough.
 * Two passes, both remembered per set of selection sets:
 * 1. every group must have one response shape, whatever the types of the objects;
 * 2. fields that can apply to the same object must be the same field: fields on one object type, together with those on
 *    interfaces and unions, form one group.
 *
 * The document must be free of fragment cycles.
 */
export function findFieldConflict(
  schema: GraphQLSchema,
  document: DocumentNode,
  maxWork: number,
): OverlapResult {
  const check = new OverlapCheck(new FieldCollector(schema, document, maxWork));
  const conflict = check.run();
  return { conflict, work: check.collector.work, pairs: check.pairs };
}

class OverlapCheck {
  readonly collector: FieldCollector;
  readonly #shaped = new Set<string>();
  readonly #merged = new Set<string>();
  pairs = 0;

  constructor(collector: FieldCollector) {
    this.collector = collector;
  }

  run(): FieldConflict | undefined {
    let conflict: FieldConflict | undefined;
    for (const root of this.collector.roots()) {
      const shape = this.#shapes([root]);
      conflict ??= shape ?? this.#sameFields([root]);
      if (this.collector.exhausted) break;
    }
    return conflict;
  }

  /** Goes on after a conflict, because `pairs` is about the whole document. */
  #shapes(sources: readonly SelectionSource[]): FieldConflict | undefined {
    if (!remember(this.#shaped, sources)) return undefined;
    let conflict: FieldConflict | undefined;
    for (const [responseKey, fields] of this.collector.collect(sources)) {
      if (this.collector.exhausted) break;
      this.pairs += (fields.length * (fields.length - 1)) / 2;
      const below = this.#below(fields, responseKey, 'shapes');
      conflict ??= shapeConflict(responseKey, fields) ?? below;
    }
    return conflict;
  }

  #sameFields(sources: readonly SelectionSource[]): FieldConflict | undefined {
    if (!remember(this.#merged, sources)) return undefined;
    for (const [responseKey, fields] of this.collector.collect(sources)) {
      for (const group of groupByCommonParent(fields)) {
        if (this.collector.exhausted) return undefined;
        const conflict = fieldConflict(responseKey, group) ?? this.#below(group, responseKey, 'fields');
        if (conflict !== undefined) return conflict;
      }
    }
    return undefined;
  }

  #below(
    fields: readonly CollectedField[],
    key: string,
    pass: 'shapes' | 'fields',
  ): FieldConflict | undefined {
    const sources = fields.flatMap((field) => (field.below === undefined ? [] : [field.below]));
    if (sources.length === 0) return undefined;
    const inner = pass === 'shapes' ? this.#shapes(sources) : this.#sameFields(sources);
    const [first, second] = fields;
    // A conflict inside one selection set is reported where it is, not at the field above it.
    if (inner === undefined || first === undefined || second === undefined) return inner;
    return {
      responseKey: key,
      reason: `subfields "${inner.responseKey}" conflict because ${inner.reason}`.slice(0, 1000),
      nodes: [first.node, second.node, ...inner.nodes].slice(0, 20),
    };
  }
}

function remember(seen: Set<string>, sources: readonly SelectionSource[]): boolean {
  const key =
    sources.length === 1
      ? String(sources[0]?.id)
      : sources
          .map((source) => source.id)
          .sort((left, right) => left - right)
          .join();
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/** A single group when all fields have one parent or all are abstract; otherwise one per object type. */
function groupByCommonParent(fields: readonly CollectedField[]): readonly (readonly CollectedField[])[] {
  const first = fields[0]?.parent;
  if (fields.every((field) => field.parent === first)) return [fields];
  const abstract = fields.filter((field) => !isObjectType(field.parent));
  if (abstract.length === fields.length) return [fields];
  const groups = new Map<CollectedField['parent'], CollectedField[]>();
  for (const field of fields) {
    if (!isObjectType(field.parent)) continue;
    const group = groups.get(field.parent);
    if (group === undefined) groups.set(field.parent, [field]);
    else group.push(field);
  }
  return [...groups.values()].map((group) => [...group, ...abstract]);
}

function shapeConflict(responseKey: string, fields: readonly CollectedField[]): FieldConflict | undefined {
  let first: CollectedField | undefined;
  for (const field of fields) {
    if (field.type === undefined) continue;
    first ??= field;
    if (first.type !== undefined && typesConflict(first.type, field.type)) {
      const reason = `they return conflicting types "${String(first.type)}" and "${String(field.type)}"`;
      return { responseKey, reason, nodes: [first.node, field.node] };
    }
  }
  return undefined;
}

function fieldConflict(responseKey: string, group: readonly CollectedField[]): FieldConflict | undefined {
  const [first, ...others] = group;
  if (first === undefined) return undefined;
  for (const other of others) {
    const name = first.node.name.value;
    const otherName = other.node.name.value;
    if (name !== otherName) {
      const reason = `"${name}" and "${otherName}" are different fields`;
      return { responseKey, reason, nodes: [first.node, other.node] };
    }
    if (argumentsKey(first.node) !== argumentsKey(other.node)) {
      return { responseKey, reason: 'they have differing arguments', nodes: [first.node, other.node] };
    }
  }
  return undefined;
}

/** Lists and non-null must match, leaf types must be equal; composite types are compared field by field below. */
function typesConflict(one: GraphQLOutputType, two: GraphQLOutputType): boolean {
  let left: GraphQLOutputType = one;
  let right: GraphQLOutputType = two;
  for (;;) {
    if (left === right) return false;
    if (isListType(left) && isListType(right)) [left, right] = [left.ofType, right.ofType];
    else if (isNonNullType(left) && isNonNullType(right)) [left, right] = [left.ofType, right.ofType];
    else break;
  }
  if (isListType(left) || isListType(right) || isNonNullType(left) || isNonNullType(right)) return true;
  return isLeafType(getNamedType(left)) || isLeafType(getNamedType(right));
}
