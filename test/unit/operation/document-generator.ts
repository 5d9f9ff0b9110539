import fc from 'fast-check';

/** A small selection tree from which a document is written, with its fragments as spreads or expanded in place. */
export interface Selection {
  readonly kind: 'field' | 'inline' | 'spread';
  readonly alias: string | undefined;
  readonly name: string;
  readonly argument: string;
  readonly directive: string;
  readonly type: string | undefined;
  readonly fragment: number;
  readonly below: readonly Selection[];
}

export interface Vocabulary {
  readonly fields: readonly string[];
  readonly aliases: readonly string[];
  readonly types: readonly (string | undefined)[];
  readonly arguments: readonly string[];
  readonly directives: readonly string[];
}

export interface Fragment {
  readonly type: string;
  readonly directive: string;
  readonly selections: readonly Selection[];
}
export interface GeneratedDocument {
  readonly root: readonly Selection[];
  /** A fragment spreads only later ones, so there is no cycle. */
  readonly fragments: readonly Fragment[];
}

/** Random documents over a few words, so that names meet often. */
export function documents(words: Vocabulary): fc.Arbitrary<GeneratedDocument> {
  const { selections } = fc.letrec<{ selection: Selection; selections: readonly Selection[] }>((tie) => ({
    selections: fc.array(tie('selection'), { minLength: 1, maxLength: 4, depthIdentifier: 'tree' }),
    selection: fc.record({
      kind: fc.oneof(
        { depthIdentifier: 'tree', maxDepth: 5 },
        { weight: 3, arbitrary: fc.constant('field' as const) },
        { weight: 2, arbitrary: fc.constantFrom('inline' as const, 'spread' as const) },
      ),
      alias: fc.option(fc.constantFrom(...words.aliases), { nil: undefined, freq: 2 }),
      name: fc.constantFrom(...words.fields),
      argument: fc.constantFrom(...words.arguments),
      directive: fc.constantFrom(...words.directives),
      type: fc.constantFrom(...words.types),
      fragment: fc.nat(9),
      below: fc.oneof(
        { depthIdentifier: 'tree', maxDepth: 4, depthSize: 'small' },
        fc.constant([]),
        tie('selections') as fc.Arbitrary<readonly Selection[]>,
      ),
    }),
  }));
  const named = words.types.filter((type): type is string => type !== undefined);
  const fragment = fc.record({
    type: fc.constantFrom(...named),
    directive: fc.constantFrom(...words.directives),
    selections,
  });
  return fc.record({ root: selections, fragments: fc.array(fragment, { maxLength: 4 }) });
}

/** The document's text; with `expand`, every spread is an inline fragment instead. */
export function write(document: GeneratedDocument, expand: boolean): string {
  const set = (selections: readonly Selection[], from: number): string =>
    `{ ${selections.map((selection) => one(selection, from)).join(' ')} }`;
  const one = (selection: Selection, from: number): string => {
    const { alias, name, argument, directive, type, below } = selection;
    const field = `${alias === undefined ? '' : `${alias}: `}${name}${argument} ${directive}`;
    if (selection.kind === 'field') return `${field}${below.length === 0 ? '' : ` ${set(below, from)}`}`;
    if (selection.kind === 'inline') {
      return `...${type === undefined ? '' : ` on ${type}`} ${directive} ${below.length === 0 ? `{ ${name} }` : set(below, from)}`;
    }
    const left = document.fragments.length - from;
    if (left === 0) return field;
    const target = from + (selection.fragment % left);
    const fragment = document.fragments[target];
    if (!expand || fragment === undefined) return `...F${target} ${directive}`;
    return `... on ${fragment.type} ${directive} ${fragment.directive} ${set(fragment.selections, target + 1)}`;
  };
  const root = set(document.root, 0);
  if (expand) return root;
  const definitions = document.fragments.map(
    ({ type, directive, selections }, index) =>
      `fragment F${index} on ${type} ${directive} ${set(selections, index + 1)}`,
  );
  return [root, ...definitions].join('\n');
}
