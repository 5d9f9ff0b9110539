import { getOwn } from './merge.js';
import type { CompiledRequires, JsonObject } from './types.js';

type Variables = Readonly<Record<string, unknown>>;

const applies = (
  fragment: CompiledRequires & { kind: 'fragment' },
  object: JsonObject,
  variables: Variables,
): boolean => {
  if (fragment.skipIf !== undefined && variables[fragment.skipIf] === true) return false;
  if (fragment.includeIf !== undefined && variables[fragment.includeIf] !== true) return false;
  if (fragment.types === null) return true;
  const name = getOwn(object, '__typename');
  return typeof name !== 'string' || fragment.types.has(name);
};

const writeValue = (
  value: unknown,
  selections: readonly CompiledRequires[] | null,
  variables: Variables,
): string | undefined => {
  if (selections === null || typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) {
      const item = writeValue(value[i], selections, variables);
      if (item === undefined) return undefined;
      text += i === 0 ? item : ',' + item;
    }
    return text + ']';
  }
  const fields = writeFields(value as JsonObject, selections, variables);
  return fields === undefined ? undefined : `{${fields}}`;
};

/** Text of the fields; undefined when a field is missing, because the fetch that should have brought it failed. */
const writeFields = (
  object: JsonObject,
  selections: readonly CompiledRequires[],
  variables: Variables,
): string | undefined => {
  let text = '';
  for (let i = 0; i < selections.length; i++) {
    const selection = selections[i] as CompiledRequires;
    const part = writeSelection(object, selection, variables);
    if (part === undefined) return undefined;
    if (part !== '') text += text === '' ? part : ',' + part;
  }
  return text;
};

const writeSelection = (
  object: JsonObject,
  selection: CompiledRequires,
  variables: Variables,
): string | undefined => {
  if (selection.kind === 'fragment') {
    return applies(selection, object, variables) ? writeFields(object, selection.selections, variables) : '';
  }
  const value = getOwn(object, selection.key);
  // A type that is not named is known from the fragment, see withTypename.
  if (value === undefined) return selection.name === '__typename' ? '' : undefined;
  const text = writeValue(value, selection.selections, variables);
  return text === undefined ? undefined : selection.keyText + text;
};

/**
 * JSON text of the representation of an entity (Apollo Federation subgraph spec, `_Any`), or undefined when it cannot be
 * asked for: the object is of another type, or lacks a field that the subgraph needs.
 */
export const writeRepresentation = (
  object: JsonObject,
  requires: readonly CompiledRequires[],
  variables: Variables,
): string | undefined => {
  const fields = writeFields(object, requires, variables);
  if (fields === undefined || fields === '') return undefined;
  return Object.hasOwn(object, '__typename') ? `{${fields}}` : withTypename(requires, fields);
};

const withTypename = (requires: readonly CompiledRequires[], fields: string): string | undefined => {
  const first = requires[0];
  const name = first?.kind === 'fragment' ? first.typeName : undefined;
  return name === undefined ? undefined : `{"__typename":${JSON.stringify(name)},${fields}}`;
};
