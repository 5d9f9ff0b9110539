import {
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Part = 'plan' | 'introspection';
type FragmentLookup = (name: string) => FragmentDefinitionNode | undefined;

export const isIntrospectionField = (field: FieldNode): boolean =>
  field.name.value === '__schema' || field.name.value === '__type';

/**
 * Divides a root selection set: what subgraphs answer, and the introspection fields. Root `__typename` is in neither.
 * Fragments that hold meta fields at the root are replaced by inline fragments, the others stay spreads.
 */
export class RootSplitter {
  readonly #fragment: FragmentLookup;
  readonly #mixed = new Map<string, boolean>();

  constructor(fragment: FragmentLookup) {
    this.#fragment = fragment;
  }

  /** The part of a root selection set; `undefined` when it has none. */
  part(set: SelectionSetNode, part: Part): SelectionSetNode | undefined {
    const selections: SelectionNode[] = [];
    for (const selection of set.selections) {
      const kept = this.#selection(selection, part);
      if (kept !== undefined) selections.push(kept);
    }
    return selections.length === 0 ? undefined : { kind: Kind.SELECTION_SET, selections };
  }

  #selection(selection: SelectionNode, part: Part): SelectionNode | undefined {
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value === '__typename') return undefined;
      return isIntrospectionField(selection) === (part === 'introspection') ? selection : undefined;
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const inner = this.part(selection.selectionSet, part);
      return inner && { ...selection, selectionSet: inner };
    }
    const fragment = this.#fragment(selection.name.value);
    if (fragment === undefined) return undefined;
    if (!this.#hasMetaFields(fragment)) return part === 'plan' ? selection : undefined;
    const inner = this.part(fragment.selectionSet, part);
    if (inner === undefined) return undefined;
    const { typeCondition } = fragment;
    return {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition,
      directives: selection.directives ?? [],
      selectionSet: inner,
    };
  }

  #hasMetaFields(fragment: FragmentDefinitionNode): boolean {
    const name = fragment.name.value;
    const known = this.#mixed.get(name);
    if (known !== undefined) return known;
    const mixed = this.#setHasMetaFields(fragment.selectionSet);
    this.#mixed.set(name, mixed);
    return mixed;
  }

  #setHasMetaFields(set: SelectionSetNode): boolean {
    return set.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) {
        return isIntrospectionField(selection) || selection.name.value === '__typename';
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return this.#setHasMetaFields(selection.selectionSet);
      const fragment = this.#fragment(selection.name.value);
      return fragment !== undefined && this.#hasMetaFields(fragment);
    });
  }
}
