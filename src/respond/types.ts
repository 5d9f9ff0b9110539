/** How the client's answer is written; compiled from the operation by `plan/compile-projection.ts`. */
export type Shape = LeafShape | ListShape | ObjectShape;

export interface LeafShape {
  readonly kind: 'leaf';
  readonly nonNull: boolean;
  readonly type: LeafType;
  /** For enums: the JSON text of each value that clients may see. */
  readonly enumTexts: ReadonlyMap<string, string> | null;
}

/** Built-in scalars are checked, `Enum` is looked up, `Json` (custom scalars) is written as it came. */
export type LeafType = 'Int' | 'Float' | 'Boolean' | 'String' | 'ID' | 'Enum' | 'Json';

export interface ListShape {
  readonly kind: 'list';
  readonly nonNull: boolean;
  readonly of: Shape;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly nonNull: boolean;
  /** Fields when the type is an object type; null when the runtime type decides. */
  readonly fields: readonly FieldProjection[] | null;
  /** Fields for a runtime type name; null when the client may not see that type here. */
  fieldsFor(typeName: string): readonly FieldProjection[] | null;
  /** Type name to take when the answer does not tell: the only possible one, or the abstract type itself. */
  readonly fallbackType: string;
}

export interface FieldProjection {
  readonly key: string;
  /** Key in the fetched data. */
  readonly source: string;
  /** `"key":` */
  readonly keyText: string;
  /** Ready text of a value that is known beforehand (`__typename`). */
  readonly constant: string | undefined;
  /** True for names that `Object.prototype` has too: read as own properties only. */
  readonly guarded: boolean;
  readonly shape: Shape;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
}

/** The root of one operation's answer for one setting of its `@skip`/`@include` variables. */
export interface Projection {
  readonly root: ObjectShape;
}
