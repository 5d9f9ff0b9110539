/** Valid, varied operations for any schema, from a seed. */
import {
  doTypesOverlap,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { ValueGenerator, printLiteral } from './generate-values.mjs';

/**
 * @typedef {object} GenerateOptions
 * @property {number} [maxDepth] deepest selection set; default 5
 * @property {number} [maxFields] fields in the whole document, about; default 40
 * @property {readonly string[]} [avoid] field names that are left out; default none
 * @property {readonly string[]} [avoidTypes] type conditions that are left out; default none
 * @property {boolean} [conditions] whether to use `@skip` and `@include`; default true
 * @property {number} [mutationFields] exactly so many root fields in a mutation; default: drawn like any selection
 * @property {number} [mutationShare] probability of a mutation where the schema has them; default 0.08
 * @property {Record<string, unknown[]>} [samples] more sample values by input type name
 */
/** @typedef {{ query: string, variables: Record<string, unknown>, operationName: string | undefined }} Operation */
/** @typedef {{ name: string, type: import('graphql').GraphQLCompositeType, height: number, body: string }} Fragment */

/** @param {import('graphql').GraphQLOutputType} type @returns {string} what SameResponseShape compares */
function shapeOf(type) {
  if (isNonNullType(type)) return `${shapeOf(type.ofType)}!`;
  if (isListType(type)) return `[${shapeOf(type.ofType)}]`;
  return isCompositeType(type) ? '{}' : String(type);
}

class Generator {
  /** @param {import('graphql').GraphQLSchema} schema @param {import('./random.mjs').Random} random @param {GenerateOptions} options */
  constructor(schema, random, options) {
    this.schema = schema;
    this.random = random;
    this.avoid = new Set(options.avoid ?? []);
    this.avoidTypes = new Set(options.avoidTypes ?? []);
    this.conditions = options.conditions ?? true;
    this.budget = 3 + random.int(options.maxFields ?? 40);
    this.values = new ValueGenerator(random, options.samples);
    /** @type {Fragment[]} */
    this.fragments = [];
    /** response name (for per-type aliases: with the type) → what it stands for @type {Map<string, string>} */
    this.meaning = new Map();
    this.aliases = 0;
  }

  directives() {
    const { random } = this;
    if (!this.conditions || !random.chance(0.14)) return '';
    const one = (/** @type {string} */ name) =>
      ` @${name}(if: ${this.condition(name === 'include' ? 0.7 : 0.3)})`;
    if (random.chance(0.1)) return `${one('skip')}${one('include')}`;
    return one(random.pick(['skip', 'include']));
  }

  /** @param {number} likelihood that the condition is true @returns {string} */
  condition(likelihood) {
    const { random } = this;
    const value = random.chance(likelihood);
    if (random.chance(0.4)) return String(value);
    const variables = this.values.variables;
    const known = variables.find(
      (one) =>
        one.type === 'Boolean!' ||
        (one.type === 'Boolean' && one.default && one.default !== 'null' && one.value !== null),
    );
    if (known && random.chance(0.5)) return `$${known.name}`;
    const name = `v${variables.length + 1}`;
    if (random.chance(0.3)) variables.push({ name, type: 'Boolean', default: String(value) });
    else variables.push({ name, type: 'Boolean!', value });
    return `$${name}`;
  }

  /** @param {import('graphql').GraphQLCompositeType} type @param {number} depth levels that are left @returns {string} */
  selectionSet(type, depth) {
    const { random } = this;
    const parts = [];
    const wanted = 1 + random.int(depth > 2 ? 5 : 4);
    for (let index = 0; index < wanted; index += 1) {
      const part = this.selection(type, depth);
      if (part === undefined) continue;
      parts.push(part);
      if (random.chance(0.06)) parts.push(part);
      if (this.budget <= 0) break;
    }
    if (parts.length === 0) parts.push('__typename');
    return `{ ${parts.join(' ')} }`;
  }

  /** @param {import('graphql').GraphQLCompositeType} type @param {number} depth @returns {string | undefined} */
  selection(type, depth) {
    const { random } = this;
    const roll = random.next();
    if (roll < 0.07) return this.typename(type);
    if (depth > 0 && (isUnionType(type) || roll < (isAbstractType(type) ? 0.45 : 0.17))) {
      return random.chance(0.35) ? this.spread(type, depth) : this.inlineFragment(type, depth);
    }
    return isUnionType(type) ? '__typename' : this.field(type, depth);
  }

  /** @param {import('graphql').GraphQLCompositeType} type */
  typename(type) {
    if (this.random.chance(0.75)) return `__typename${this.directives()}`;
    const alias = `kind${this.random.int(2)}`;
    return this.claim(alias, '__typename:String!') ? `${alias}: __typename` : `__typename`;
  }

  /** @param {string} name @param {string} meaning whether the response name may stand for it */
  claim(name, meaning) {
    const known = this.meaning.get(name);
    if (known === undefined) this.meaning.set(name, meaning);
    return known === undefined || known === meaning;
  }

  /** @param {import('graphql').GraphQLCompositeType} type @returns {import('graphql').GraphQLCompositeType} one that overlaps */
  overlapping(type) {
    const all = Object.values(this.schema.getTypeMap()).filter(
      (other) =>
        isCompositeType(other) &&
        !other.name.startsWith('__') &&
        !this.avoidTypes.has(other.name) &&
        doTypesOverlap(this.schema, type, other),
    );
    return /** @type {import('graphql').GraphQLCompositeType} */ (this.random.pick(all));
  }

  /** @param {import('graphql').GraphQLCompositeType} type @param {number} depth */
  inlineFragment(type, depth) {
    const other = this.random.chance(0.1) ? type : this.overlapping(type);
    const on = other === type && this.random.chance(0.5) ? '' : ` on ${other.name}`;
    return `...${on}${this.directives()} ${this.selectionSet(other, depth - 1)}`;
  }

  /** @param {import('graphql').GraphQLCompositeType} type @param {number} depth */
  spread(type, depth) {
    const fitting = this.fragments.filter(
      (one) => one.height <= depth && doTypesOverlap(this.schema, type, one.type),
    );
    if (fitting.length > 0 && this.random.chance(0.5))
      return `...${this.random.pick(fitting).name}${this.directives()}`;
    const on = this.overlapping(type);
    const height = Math.min(depth, 1 + this.random.int(3));
    const body = this.selectionSet(on, height - 1);
    const name = `F${this.fragments.length + 1}`;
    this.fragments.push({ name, type: on, height, body });
    return `...${name}${this.directives()}`;
  }

  /** @param {import('graphql').GraphQLObjectType | import('graphql').GraphQLInterfaceType} type @param {number} depth */
  field(type, depth) {
    const fields = Object.values(type.getFields()).filter(
      (field) => !this.avoid.has(field.name) && (depth > 0 || isLeafType(getNamedType(field.type))),
    );
    if (fields.length === 0) return undefined;
    const field = this.random.pick(fields);
    this.budget -= 1;
    const args = this.args(field);
    const call = `${field.name}${args}`;
    const name = this.responseName(type, field, `${call}:${shapeOf(field.type)}`);
    const named = getNamedType(field.type);
    const below = isCompositeType(named) ? ` ${this.selectionSet(named, depth - 1)}` : '';
    return `${name === field.name ? '' : `${name}: `}${call}${this.directives()}${below}`;
  }

  /** @param {import('graphql').GraphQLField<unknown, unknown>} field */
  args(field) {
    const parts = [];
    this.values.hint = field.name;
    for (const arg of field.args) {
      const required = isRequiredArgument(arg);
      if (!required && this.random.chance(0.5)) continue;
      parts.push(
        `${arg.name}: ${printLiteral(this.values.draw(arg.type, true, arg.defaultValue !== undefined))}`,
      );
    }
    return parts.length === 0 ? '' : `(${parts.join(', ')})`;
  }

  /**
   * @param {import('graphql').GraphQLNamedType} parent @param {import('graphql').GraphQLField<unknown, unknown>} field
   * @param {string} meaning
   */
  responseName(parent, field, meaning) {
    const { random } = this;
    if (random.chance(0.8) && this.claim(field.name, meaning)) return field.name;
    if (isObjectType(parent) && isLeafType(getNullableType(field.type)) && random.chance(0.5)) {
      // One alias for different fields of different object types: legal, and easy to mix up.
      const shared = `x_${shapeOf(field.type).replace('!', '_nn')}`;
      if (this.claim(`${shared}|${parent.name}`, meaning)) return shared;
    }
    const short = random.pick(['a', 'b', 'c', 'id2', 'constructor', 'then']);
    if (this.claim(short, meaning)) return short;
    this.aliases += 1;
    return `alias${this.aliases}`;
  }
}

/** @param {import('./generate-values.mjs').Variable[]} variables */
const printVariables = (variables) =>
  variables.length === 0
    ? ''
    : `(${variables.map((one) => `$${one.name}: ${one.type}${one.default === undefined ? '' : ` = ${one.default}`}`).join(', ')})`;

/**
 * @param {import('graphql').GraphQLSchema} schema @param {import('./random.mjs').Random} random @param {GenerateOptions} [options]
 * @returns {Operation} valid for the schema by construction
 */
export function generateOperation(schema, random, options = {}) {
  const generator = new Generator(schema, random, options);
  const mutation = schema.getMutationType();
  const isMutation = mutation && random.chance(options.mutationShare ?? 0.08);
  const root = /** @type {import('graphql').GraphQLObjectType} */ (
    isMutation ? mutation : schema.getQueryType()
  );
  const depth = options.maxDepth ?? 2 + random.int(4);
  const body =
    isMutation && options.mutationFields !== undefined
      ? `{ ${Array.from({ length: options.mutationFields }, () => generator.field(root, depth) ?? '__typename').join(' ')} }`
      : generator.selectionSet(root, depth);
  const { variables } = generator.values;
  const named = variables.length > 0 || isMutation || random.chance(0.5);
  const several = named && random.chance(0.05);
  const head = named ? `${isMutation ? 'mutation' : 'query'} Op${printVariables(variables)} ` : '';
  const fragments = generator.fragments.map((one) => `fragment ${one.name} on ${one.type.name} ${one.body}`);
  const query = [head + body, ...fragments, ...(several ? ['query Other { __typename }'] : [])].join('\n');
  const given = variables.filter((one) => one.value !== undefined).map((one) => [one.name, one.value]);
  return {
    query,
    variables: Object.fromEntries(given),
    operationName: several || (named && random.chance(0.5)) ? 'Op' : undefined,
  };
}
