import {
  Kind,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type StringValueNode,
  type ValueNode,
} from 'graphql';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Coerced variables, of which the Boolean ones of `@skip` and `@include` are read. */
export type ConditionValues = Readonly<Record<string, unknown>>;

/** The values of an operation's condition variables as a short text: one operation is planned once for each. */
export const conditionSetting = (names: readonly string[], values: ConditionValues): string => {
  let setting = '';
  for (const name of names) setting += values[name] === true ? '1' : '0';
  return setting;
};

/**
 * Resolves `@skip` and `@include` (GraphQL spec §3.13): drops what they drop, and the directives that change nothing.
 * Without values only those with constants are resolved. A field left without selections selects `__typename`; fragments
 * left without selections go away with their spreads. Exact duplicates of fields without arguments and selections are
 * dropped too.
 */
export class ConditionResolver {
  readonly #definitions: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #values: ConditionValues | undefined;
  readonly #fragments = new Map<string, FragmentDefinitionNode | undefined>();
  readonly #variables = new Set<string>();

  constructor(definitions: ReadonlyMap<string, FragmentDefinitionNode>, values?: ConditionValues) {
    this.#definitions = definitions;
    this.#values = values;
  }

  /** Names of the variables that conditions seen so far depend on, sorted. */
  conditionVariables(): readonly string[] {
    return [...this.#variables].sort();
  }

  /** The fragment without what is dropped; `undefined` when nothing is left. Each is rewritten once. */
  fragment(name: string): FragmentDefinitionNode | undefined {
    if (this.#fragments.has(name)) return this.#fragments.get(name);
    const definition = this.#definitions.get(name);
    const set = definition && this.selectionSet(definition.selectionSet);
    const result: FragmentDefinitionNode | undefined = definition &&
      set && { ...withoutDescription(definition), selectionSet: set };
    this.#fragments.set(name, result);
    return result;
  }

  /** `undefined` when nothing is left. */
  selectionSet(set: SelectionSetNode): SelectionSetNode | undefined {
    const selections: SelectionNode[] = [];
    const leaves = new Set<string>();
    for (const selection of set.selections) {
      const directives = this.#directives(selection.directives);
      const kept = directives && this.#selection({ ...selection, directives });
      if (kept === undefined || isDuplicateLeaf(kept, leaves)) continue;
      selections.push(kept);
    }
    return selections.length === 0 ? undefined : { kind: Kind.SELECTION_SET, selections };
  }

  #selection(selection: SelectionNode): SelectionNode | undefined {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.fragment(selection.name.value) && selection;
    if (selection.selectionSet === undefined) return selection;
    const inner = this.selectionSet(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return inner && { ...selection, selectionSet: inner };
    return { ...selection, selectionSet: inner ?? { kind: Kind.SELECTION_SET, selections: [TYPENAME] } };
  }

  /** `undefined` when a condition drops the selection. */
  #directives(directives: readonly DirectiveNode[] = []): DirectiveNode[] | undefined {
    const kept: DirectiveNode[] = [];
    const variables: string[] = [];
    for (const directive of directives) {
      const name = directive.name.value;
      const condition = conditionOf(directive);
      const value = this.#valueOf(condition);
      if (value !== undefined) {
        if (value === (name === 'skip')) return undefined;
        continue;
      }
      if (condition?.kind === Kind.VARIABLE) variables.push(condition.name.value);
      kept.push(directive);
    }
    for (const variable of variables) this.#variables.add(variable);
    return kept;
  }

  #valueOf(condition: ValueNode | undefined): boolean | undefined {
    if (condition?.kind === Kind.BOOLEAN) return condition.value;
    if (condition?.kind !== Kind.VARIABLE || this.#values === undefined) return undefined;
    return this.#values[condition.name.value] === true;
  }
}

const conditionOf = (directive: DirectiveNode): ValueNode | undefined =>
  directive.name.value === 'skip' || directive.name.value === 'include'
    ? directive.arguments?.find((argument) => argument.name.value === 'if')?.value
    : undefined;

/** Descriptions are comments that the parser keeps; they have no place in a plan. */
export function withoutDescription<T extends { readonly description?: StringValueNode }>(node: T): T {
  const copy: T & { description?: StringValueNode } = { ...node };
  delete copy.description;
  return copy;
}

function isDuplicateLeaf(selection: SelectionNode, leaves: Set<string>): boolean {
  if (selection.kind !== Kind.FIELD || selection.selectionSet !== undefined) return false;
  if ((selection.arguments?.length ?? 0) > 0 || (selection.directives?.length ?? 0) > 0) return false;
  const key = `${selection.alias?.value ?? ''}:${selection.name.value}`;
  if (leaves.has(key)) return true;
  leaves.add(key);
  return false;
}
