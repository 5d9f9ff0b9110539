import { z } from 'zod';

type PartialShape<TShape extends z.core.$ZodShape> = {
  [TKey in keyof TShape]: z.ZodOptional<
    z.ZodType<DeepPartial<z.output<TShape[TKey]>>, DeepPartial<z.input<TShape[TKey]>>>
  >;
};
/** Every key optional, at every level; lists stay whole. */
export type DeepPartial<TValue> = TValue extends readonly unknown[]
  ? TValue
  : TValue extends object
    ? { [TKey in keyof TValue]?: DeepPartial<TValue[TKey]> | undefined }
    : TValue;

const withoutDefaults = (schema: z.core.$ZodType): z.core.$ZodType => {
  const described = z.globalRegistry.get(schema)?.description;
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) inner = inner.unwrap();
  const bare = inner instanceof z.ZodObject ? partialOf(inner) : inner;
  return described === undefined || !(bare instanceof z.ZodType) ? bare : bare.describe(described);
};

/** The same strict object without defaults: what is not written is absent, so that it can be laid over another. */
export const partialOf = <TShape extends z.core.$ZodShape>(
  schema: z.ZodObject<TShape, z.core.$strict>,
): z.ZodObject<PartialShape<TShape>, z.core.$strict> => {
  const shape = Object.entries(schema.shape).map(([key, child]) => {
    const bare = withoutDefaults(child);
    const described = z.globalRegistry.get(bare)?.description;
    const optional = z.optional(bare);
    return [key, described === undefined ? optional : optional.describe(described)] as const;
  });
  return z.strictObject(Object.fromEntries(shape)) as unknown as z.ZodObject<
    PartialShape<TShape>,
    z.core.$strict
  >;
};
