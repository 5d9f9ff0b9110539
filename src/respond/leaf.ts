import type { LeafShape } from './types.js';

const MAX_INT = 2_147_483_647;
const MIN_INT = -2_147_483_648;

const isInt = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value <= MAX_INT && value >= MIN_INT;

const isPlain = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';

type LeafWriter = (value: unknown, leaf: LeafShape) => string | undefined;

const WRITERS: Readonly<Record<LeafShape['type'], LeafWriter>> = {
  String: (value) =>
    typeof value === 'string' ? JSON.stringify(value) : isPlain(value) ? `"${String(value)}"` : undefined,
  ID: (value) =>
    typeof value === 'string'
      ? JSON.stringify(value)
      : Number.isInteger(value)
        ? `"${String(value)}"`
        : undefined,
  Int: (value) => (isInt(value) ? JSON.stringify(value) : undefined),
  // JSON text such as 1e999 parses to Infinity.
  Float: (value) => (typeof value === 'number' && Number.isFinite(value) ? JSON.stringify(value) : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? String(value) : undefined),
  Enum: (value, { enumTexts }) => (typeof value === 'string' ? enumTexts?.get(value) : undefined),
  Json: (value) => {
    try {
      return JSON.stringify(value);
    } catch {
      // Nested so deep that the stack overflows.
      return undefined;
    }
  },
};

/** True for an enum value that clients may not see, rather than one that the enum does not have. */
export const isHiddenValue = (value: unknown, { hiddenValues }: LeafShape): boolean =>
  hiddenValues !== null && hiddenValues.has(value as string);

/**
 * JSON text of a leaf after result coercion (GraphQL spec §3.5), or undefined when it is not a value of its type: a
 * wrong scalar, an enum value that the enum does not have or that clients may not see.
 */
export const writeLeaf = (value: unknown, leaf: LeafShape): string | undefined =>
  WRITERS[leaf.type](value, leaf);
