import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

export interface ResponseKeyMeasure {
  /** The largest number of fields that share one response key in one selection set. */
  readonly most: number;
  /** The response key that `most` is about. */
  readonly key: string;
  /** Selections looked at. */
  readonly work: number;
}

/**
 * Counts fields that share a response key. A selection set is counted with its inline fragments and fragments flattened;
 * a fragment that is spread twice in one set counts once there.
 *
 * @param maxWork selections to look at before giving up; `work` is above it then.
 */
export function measureResponseKeys(document: DocumentNode, maxWork: number): ResponseKeyMeasure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const queue: SelectionSetNode[] = [];
  const queued = new Set<SelectionSetNode>();
  const push = (set: SelectionSetNode): void => {
    if (queued.has(set)) return;
    queued.add(set);
    queue.push(set);
  };
  const reached = new Set<string>();

  let most = 0;
  let mostKey = '';
  let work = 0;
  const countSet = (root: SelectionSetNode): void => {
    const counts = new Map<string, number>();
    const spread = new Set<string>();
    const pending: SelectionSetNode[] = [root];
    for (let set = pending.pop(); set !== undefined && work <= maxWork; set = pending.pop()) {
      for (const selection of set.selections) {
        work += 1;
        if (selection.kind === Kind.INLINE_FRAGMENT) pending.push(selection.selectionSet);
        else if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const name = selection.name.value;
          const fragment = spread.has(name) ? undefined : fragments.get(name);
          spread.add(name);
          reached.add(name);
          if (fragment !== undefined) pending.push(fragment.selectionSet);
        } else {
          const key = (selection.alias ?? selection.name).value;
          const count = (counts.get(key) ?? 0) + 1;
          counts.set(key, count);
          if (count > most) [most, mostKey] = [count, key];
          if (selection.selectionSet !== undefined) push(selection.selectionSet);
        }
      }
    }
  };
  const drain = (): void => {
    for (let set = queue.pop(); set !== undefined && work <= maxWork; set = queue.pop()) countSet(set);
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) push(definition.selectionSet);
  }
  drain();
  // Validation walks unused fragments too. A fragment that is used was counted with the sets that spread it.
  for (const [name, fragment] of fragments) {
    if (!reached.has(name)) push(fragment.selectionSet);
    drain();
  }
  return { most, key: mostKey, work };
}
