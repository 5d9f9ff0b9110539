/** Input values for the operation generator: literals, variables, defaults, nulls and list coercion. */
import { isEnumType, isInputObjectType, isListType, isNonNullType, isRequiredInputField } from 'graphql';

/** Sample values by scalar or by argument name: mostly ids that exist, so that operations return data. */
const samples = {
  Int: [0, 1, 2, 3, 7, -1],
  Float: [0, 1, 2.5, -0.25, 1e3],
  String: ['', 'plain', 'quo"te', 'back\\slash', 'new\nline', 'ünï 🚢', '$v', '{x}'],
  Boolean: [true, false],
  ID: ['1', '2', '4', '5', 'P1', 'P3', 'c1', 'c4', 'c7', 's2', 's5', 'NO', 'none', 3],
  Moment: ['2024-01-01T00:00:00Z', '1999'],
  Blob: ['text', 5, true, { a: [1, null, { b: 'c' }] }, [], [[1], 'x']],
};

/** @typedef {{ name: string, type: string, default?: string, value?: unknown }} Variable */

/** @param {unknown} value @returns {string} a value in GraphQL syntax */
export function printLiteral(value) {
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    if ('$enum' in value) return String(value.$enum);
    if ('$ref' in value) return `$${String(value.$ref)}`;
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${printLiteral(item)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(value);
}

/** @param {unknown} value @returns {unknown} the same value as JSON variables carry it */
export function toJson(value) {
  if (Array.isArray(value)) return value.map(toJson);
  if (value === null || typeof value !== 'object') return value;
  if ('$enum' in value) return value.$enum;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

/** Draws input values; declares the variables that it uses in `variables`. */
export class ValueGenerator {
  /** @param {import('./random.mjs').Random} random @param {Record<string, unknown[]>} [extra] more samples by type name */
  constructor(random, extra = {}) {
    this.random = random;
    this.samples = { ...samples, ...extra };
    /** The field whose arguments are drawn: `samples["ID:field"]` holds ids that exist for it. */
    this.hint = '';
    /** @type {Variable[]} */
    this.variables = [];
  }

  /** @param {import('graphql').GraphQLInputType} type @param {boolean} allowVariable @param {boolean} [hasDefault] @returns {unknown} */
  draw(type, allowVariable, hasDefault = false) {
    if (allowVariable && this.random.chance(0.4)) return this.variable(type, hasDefault);
    if (isNonNullType(type)) return this.nonNull(type.ofType, allowVariable);
    return this.random.chance(0.1) ? null : this.nonNull(type, allowVariable);
  }

  /** @param {any} type @param {boolean} allowVariable @returns {unknown} */
  nonNull(type, allowVariable) {
    const { random } = this;
    if (isListType(type)) {
      const item = type.ofType;
      const single = !isListType(item) && random.chance(0.1);
      if (single) return this.nonNull(isNonNullType(item) ? item.ofType : item, false);
      return Array.from({ length: random.int(4) }, () => this.draw(item, allowVariable));
    }
    if (isEnumType(type)) return { $enum: random.pick(type.getValues()).name };
    if (isInputObjectType(type)) return this.inputObject(type, allowVariable);
    /** @type {Record<string, unknown[]>} */
    const table = this.samples;
    const hinted = random.chance(0.85) ? table[`${type.name}:${this.hint}`] : undefined;
    return random.pick(hinted ?? table[type.name] ?? ['x']);
  }

  /** @param {import('graphql').GraphQLInputObjectType} type @param {boolean} allowVariable */
  inputObject(type, allowVariable) {
    /** @type {Record<string, unknown>} */
    const out = {};
    for (const field of Object.values(type.getFields())) {
      if (!isRequiredInputField(field) && this.random.chance(0.5)) continue;
      out[field.name] = this.draw(field.type, allowVariable, field.defaultValue !== undefined);
    }
    return out;
  }

  /** @param {import('graphql').GraphQLInputType} type @param {boolean} hasDefault @returns {{ $ref: string }} */
  variable(type, hasDefault) {
    const { random } = this;
    const known = this.variables.find((one) => one.type === String(type));
    if (known && random.chance(0.4)) return { $ref: known.name };
    const name = `v${this.variables.length + 1}`;
    /** @type {Variable} */
    const variable = { name, type: String(type) };
    const inner = isNonNullType(type) ? type.ofType : type;
    // A nullable variable may stand in a non-null position that has a default: `$v: Boolean` with a default of its own.
    if (isNonNullType(type) && random.chance(0.3)) {
      variable.type = String(inner);
      variable.default = printLiteral(this.nonNull(inner, false));
      if (random.chance(0.5)) variable.value = toJson(this.nonNull(inner, false));
    } else if (isNonNullType(type)) variable.value = toJson(this.nonNull(inner, false));
    else {
      if (random.chance(0.3)) variable.default = printLiteral(this.draw(type, false));
      if (!random.chance(0.3)) variable.value = toJson(this.draw(type, false));
      if (hasDefault && variable.value === undefined && random.chance(0.5))
        variable.value = toJson(this.draw(type, false));
    }
    this.variables.push(variable);
    return { $ref: name };
  }
}
