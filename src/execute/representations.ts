import { getOwn } from './merge.js';
import type { CompiledRequires, JsonObject } from './types.js';

type Variables = Readonly<Record<string, unknown>>;

const applies = (fragment: CompiledRequires & { kind: 'fragment' }, object: JsonObject, variables: Variables): boolean => {
  if (fragment.skipIf !== undefined && variables[fragment.skipIf] === true) return false;
  if (fragment.includeIf !== undefined && variables[fragment.includeIf] !== true) return false;
  if (fragment.types === null) return true;
  const name = getOwn(object, '__typename');
  return typeof name !== 'string' || fragment.types.has(name);
};

const writeValue = (value: unknown, selections: readonly CompiledRequires[] | null, variables: Variables): string => {
  if (selections === null || typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + writeValue(value[i], selections, variables);
    return text + ']';
  }
  const fields = writeFields(value as JsonObject, selections, variables);
  return fields === '' ? 'null' : `{${fields}}`;
};

const writeFields = (object: JsonObject, selections: readonly CompiledRequires[], variables: Variables): string => {
  let text = '';
  for (let i = 0; i < selections.length; i++) {
    const selection = selections[i] as CompiledRequires;
    let part = '';
    if (selection.kind === 'fragment') {
      if (applies(selection, object, variables)) part = writeFields(object, selection.selections, variables);
    } else {
      const value = getOwn(object, selection.key);
      if (value !== undefined) part = selection.keyText + writeValue(value, selection.selections, variables);
    }
    if (part !== '') text += text === '' ? part : ',' + part;
  }
  return text;
};

/**
 * JSON text of the representation of an entity (Apollo Federation subgraph spec, `_Any`), or undefined when the object
 * is of another type, so that it is not asked for.
 */
export const writeRepresentation = (
  object: JsonObject,
  requires: readonly CompiledRequires[],
  variables: Variables,
): string | undefined => {
  const fields = writeFields(object, requires, variables);
  if (fields === '') return undefined;
  return fields.includes('"__typename":') ? `{${fields}}` : withTypename(object, requires, fields);
};

const withTypename = (object: JsonObject, requires: readonly CompiledRequires[], fields: string): string | undefined => {
  const own = getOwn(object, '__typename');
  const first = requires[0];
  const name = typeof own === 'string' ? own : first?.kind === 'fragment' ? first.typeName : undefined;
  return name === undefined ? undefined : `{"__typename":${JSON.stringify(name)},${fields}}`;
};

