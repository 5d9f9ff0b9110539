import type { KeyRules } from '../operation/index.js';

const FIELD_SET = /\b(?:key|requires)\s*:\s*"((?:[^"\\]|\\.)*)"/gu;
const NAME = /([_A-Za-z]\w*)(\s*\()?/gu;

/**
 * What the join directives of a supergraph mean for the keys under which fields are fetched: reserved are the names in
 * their `key` and `requires` arguments, on every level of the field sets.
 */
export const keyRules = (supergraphSdl: string): KeyRules => {
  const reserved = new Map<string, boolean>();
  for (const [, fields = ''] of supergraphSdl.matchAll(FIELD_SET))
    for (const [, name = '', bracket] of fields.matchAll(NAME))
      reserved.set(name, reserved.get(name) === true || bracket !== undefined);
  return { reserved, interfaceObjects: /\bisInterfaceObject\s*:\s*true/u.test(supergraphSdl) };
};
