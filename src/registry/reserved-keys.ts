import type { ReservedKeys } from '../operation/index.js';

const FIELD_SET = /\b(?:key|requires)\s*:\s*"((?:[^"\\]|\\.)*)"/gu;
const NAME = /([_A-Za-z]\w*)(\s*\()?/gu;

/**
 * Names of the fields that subgraphs exchange: those in the `key` and `requires` arguments of the join directives, on
 * every level of their field sets.
 */
export const reservedKeys = (supergraphSdl: string): ReservedKeys => {
  const names = new Map<string, boolean>();
  for (const [, fields = ''] of supergraphSdl.matchAll(FIELD_SET))
    for (const [, name = '', bracket] of fields.matchAll(NAME))
      names.set(name, names.get(name) === true || bracket !== undefined);
  return names;
};
