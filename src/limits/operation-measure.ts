import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Counters stop here, so that no document can make them wrap or lose precision. */
export const SATURATED = 1_000_000_000;

/** Levels of selection sets and fragments; far above any limit on depth, far below the end of the stack. */
const MAX_NESTING = 500;

/** What one operation amounts to once every fragment spread is replaced by the fragment. */
export interface OperationMeasure {
  /** Levels of fields; what is below `__schema` and `__type` is not counted. */
  readonly depth: number;
  /** Sum over selection sets of the different field names in it (aliases of one field count once), as Apollo Router counts. */
  readonly height: number;
  readonly aliases: number;
  /** Fields at the root, each use counted. */
  readonly rootFields: number;
  readonly directives: number;
  /** Fields, inline fragments and spreads. */
  readonly selections: number;
  /** Levels of fields below `__schema` or `__type`. */
  readonly introspectionDepth: number;
  /** Lists of types, fields and the like inside one another below `__schema` or `__type`. */
  readonly introspectionLists: number;
  /** Uses of `__schema` and `__type`. */
  readonly introspections: number;
}

export interface DocumentMeasure {
  /** One per operation, then one per fragment that no operation reaches (validation walks these too). */
  readonly operations: readonly OperationMeasure[];
  /** A fragment spreads itself: the counters count the repeated spread as empty, and validation refuses the document. */
  readonly cyclic: boolean;
  /** Selection sets and fragments inside one another passed 500 levels; counters may be too low. */
  readonly tooNested: boolean;
  /** Selections looked at; at most the number in the document. */
  readonly work: number;
}

interface Counters {
  depth: number;
  height: number;
  aliases: number;
  rootFields: number;
  directives: number;
  selections: number;
  introspectionDepth: number;
  introspectionLists: number;
  introspections: number;
  lists: number;
  nesting: number;
}

/** The introspection fields that lead from one list of types or fields to the next. */
const INTROSPECTION_LISTS: ReadonlySet<string> = new Set([
  'types',
  'fields',
  'interfaces',
  'possibleTypes',
  'inputFields',
]);

const zero = (): Counters => ({
  depth: 0,
  height: 0,
  aliases: 0,
  rootFields: 0,
  directives: 0,
  selections: 0,
  introspectionDepth: 0,
  introspectionLists: 0,
  introspections: 0,
  lists: 0,
  nesting: 0,
});

const add = (left: number, right: number): number => Math.min(left + right, SATURATED);

class Measurer {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #measured = new Map<string, Counters | null>();
  cyclic = false;
  tooNested = false;
  work = 0;

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION && !this.#fragments.has(definition.name.value)) {
        this.#fragments.set(definition.name.value, definition);
      }
    }
  }

  unreached(): FragmentDefinitionNode[] {
    return [...this.#fragments.values()].filter((fragment) => !this.#measured.has(fragment.name.value));
  }

  selectionSet(set: SelectionSetNode, level: number): Counters {
    const total = zero();
    if (level > MAX_NESTING) {
      this.tooNested = true;
      return total;
    }
    const at = { level, names: new Set<string>() };
    for (const selection of set.selections) {
      this.work += 1;
      this.#add(total, selection, at);
    }
    total.height = add(total.height, at.names.size);
    if (total.nesting + 1 > MAX_NESTING) this.tooNested = true;
    total.nesting = add(total.nesting, 1);
    return total;
  }

  fragment(name: string, level: number): Counters {
    const known = this.#measured.get(name);
    if (known === null) this.cyclic = true;
    if (known !== undefined) return known ?? zero();
    const definition = this.#fragments.get(name);
    if (definition === undefined) return zero();
    this.#measured.set(name, null);
    const counters = this.selectionSet(definition.selectionSet, level);
    counters.directives = add(counters.directives, definition.directives?.length ?? 0);
    this.#measured.set(name, counters);
    return counters;
  }

  #add(
    total: Counters,
    selection: SelectionNode,
    at: { readonly level: number; readonly names: Set<string> },
  ): void {
    total.selections = add(total.selections, 1);
    total.directives = add(total.directives, selection.directives?.length ?? 0);
    if (selection.kind === Kind.FIELD) {
      at.names.add(selection.name.value);
      if (selection.alias !== undefined) total.aliases = add(total.aliases, 1);
      total.rootFields = add(total.rootFields, 1);
      const below = selection.selectionSet ? this.selectionSet(selection.selectionSet, at.level + 1) : zero();
      addField(total, selection.name.value, below);
      return;
    }
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? this.selectionSet(selection.selectionSet, at.level + 1)
        : this.fragment(selection.name.value, at.level + 1);
    addShared(total, inner);
    total.rootFields = add(total.rootFields, inner.rootFields);
    total.height = add(total.height, inner.height);
    total.depth = Math.max(total.depth, inner.depth);
    total.lists = Math.max(total.lists, inner.lists);
  }
}

function addShared(total: Counters, inner: Counters): void {
  total.aliases = add(total.aliases, inner.aliases);
  total.directives = add(total.directives, inner.directives);
  total.selections = add(total.selections, inner.selections);
  total.introspectionDepth = Math.max(total.introspectionDepth, inner.introspectionDepth);
  total.introspectionLists = Math.max(total.introspectionLists, inner.introspectionLists);
  total.introspections = add(total.introspections, inner.introspections);
  total.nesting = Math.max(total.nesting, inner.nesting);
}

/** Introspection has its own rule: its standard query is deeper than most limits, and answered without subgraphs. */
function addField(total: Counters, name: string, below: Counters): void {
  addShared(total, below);
  if (name === '__schema' || name === '__type') {
    total.depth = Math.max(total.depth, 1);
    total.introspectionDepth = Math.max(total.introspectionDepth, below.depth);
    total.introspectionLists = Math.max(total.introspectionLists, below.lists);
    total.introspections = add(total.introspections, 1);
    return;
  }
  total.depth = Math.max(total.depth, add(below.depth, 1));
  total.height = add(total.height, below.height);
  total.lists = Math.max(total.lists, below.lists + (INTROSPECTION_LISTS.has(name) ? 1 : 0));
}

/** Measures every operation of a document. Linear: each fragment is measured once, however often it is spread. */
export function measureDocument(document: DocumentNode): DocumentMeasure {
  const measurer = new Measurer(document);
  const operations: OperationMeasure[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const counters = measurer.selectionSet(definition.selectionSet, 0);
    counters.directives = add(counters.directives, definition.directives?.length ?? 0);
    for (const variable of definition.variableDefinitions ?? []) {
      counters.directives = add(counters.directives, variable.directives?.length ?? 0);
    }
    operations.push(counters);
  }
  // A fragment reached from an earlier one of this list was measured as a part of it; measuring it again is a look-up.
  for (const fragment of measurer.unreached()) operations.push(measurer.fragment(fragment.name.value, 0));
  return { operations, cyclic: measurer.cyclic, tooNested: measurer.tooNested, work: measurer.work };
}
