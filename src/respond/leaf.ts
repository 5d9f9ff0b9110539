import type { LeafShape } from './types.js';

const MAX_INT = 2_147_483_647;
const MIN_INT = -2_147_483_648;

const isInt = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value <= MAX_INT && value >= MIN_INT;

const isPlain = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';

/**
 * JSON text of a leaf after result coercion (GraphQL spec §3.5), or undefined when it is not a value of its type: a
 * wrong scalar, or an enum value that clients may not see.
 */
export const writeLeaf = (value: unknown, leaf: LeafShape): string | undefined => {
  switch (leaf.type) {
    case 'String':
      return typeof value === 'string' ? JSON.stringify(value) : isPlain(value) ? `"${String(value)}"` : undefined;
    case 'ID':
      return typeof value === 'string' ? JSON.stringify(value) : Number.isInteger(value) ? `"${String(value)}"` : undefined;
    case 'Int':
      return isInt(value) ? JSON.stringify(value) : undefined;
    case 'Float':
      // JSON text such as 1e999 parses to Infinity.
      return typeof value === 'number' && Number.isFinite(value) ? JSON.stringify(value) : undefined;
    case 'Boolean':
      return value === true ? 'true' : value === false ? 'false' : undefined;
    case 'Enum':
      return typeof value === 'string' ? leaf.enumTexts?.get(value) : undefined;
    case 'Json':
      return JSON.stringify(value);
  }
};
