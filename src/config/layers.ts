import { deepMerge, isRecord } from './paths.js';

/** Sections of which exactly one key may be set: a layer that sets one replaces the one below instead of adding to it. */
const ONE_OF_SECTIONS: readonly string[] = ['supergraph', 'redis', 'database'];

/** A layer (profile, command line) over the configuration below it. */
export const mergeLayer = (base: unknown, over: unknown): unknown => {
  const merged = deepMerge(base, over);
  if (!isRecord(merged) || !isRecord(over)) return merged;
  const replaced = ONE_OF_SECTIONS.filter((section) => {
    const value = over[section];
    return (
      isRecord(value) &&
      Object.values(value).some((item) => item !== undefined) &&
      sharesNoKey(base, section, value)
    );
  });
  return { ...merged, ...Object.fromEntries(replaced.map((section) => [section, over[section]])) };
};

const sharesNoKey = (base: unknown, section: string, value: Record<string, unknown>): boolean => {
  const below = isRecord(base) ? base[section] : undefined;
  return !isRecord(below) || !Object.keys(value).some((key) => Object.hasOwn(below, key));
};
