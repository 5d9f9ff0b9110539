import {
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  print,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { LeafType } from '../respond/types.js';
import {
  lookOfValue,
  TableModel,
  Unfit,
  type FieldModel,
  type LeafModel,
  type TypeNumbers,
  type ValueModel,
  type VariantModel,
} from './compile-text-model.js';

/** What shapes of one plan have in common. */
export interface ShapeContext {
  /** The supergraph's full schema. */
  readonly schema: GraphQLSchema;
  /** What clients see; decides which enum values may be passed on. */
  readonly apiSchema: GraphQLSchema;
  readonly types: TypeNumbers;
  /**
   * By place (keys of merged data joined by dots): sets of type names that paths through it ask for. What is below types
   * that differ in one of them is kept apart.
   */
  readonly conditions: ReadonlyMap<string, readonly ReadonlySet<string>[]>;
  readonly tables: TableModel[];
}

/** Tells apart what may not share a table although it is selected by the same braces. */
interface Position {
  readonly id: string;
  /** In the merged data, as far as the planner renames nothing. */
  readonly places: readonly string[];
}

type FieldsType = GraphQLObjectType | GraphQLInterfaceType;

/** Fields and types of one plan at the most. */
const MAX_FIELDS = 20_000;

/** Works out what the answer of one fetch must look like. */
export class ShapeCompiler {
  private readonly context: ShapeContext;
  private readonly fetch: number;
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  readonly operation: OperationDefinitionNode;
  private readonly setTexts = new Map<SelectionSetNode, string>();
  private readonly known = new Map<string, TableModel>();
  private readonly placesOf = new Map<TableModel, readonly string[]>();
  private fields = 0;

  /** @throws Unfit */
  constructor(context: ShapeContext, fetch: number, document: string) {
    this.context = context;
    this.fetch = fetch;
    let operation: OperationDefinitionNode | undefined;
    for (const node of parse(document, { noLocation: true }).definitions) {
      if (node.kind === Kind.OPERATION_DEFINITION) operation = node;
      else if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
    }
    if (operation === undefined) throw new Unfit('a fetch without an operation');
    this.operation = operation;
  }

  /** The answer of a fetch of root fields. */
  root(): TableModel {
    const type = this.context.schema.getRootType(this.operation.operation);
    if (type == null) throw new Unfit('no root type');
    return this.table(type, [this.operation.selectionSet], { id: '', places: [''] });
  }

  /**
   * An `_entities` field, whose results are merged into objects at `places`. Its type is not in the supergraph: the
   * fragments tell which it may be.
   */
  entities(field: FieldNode, places: readonly string[]): TableModel {
    const sets = field.selectionSet === undefined ? [] : [field.selectionSet];
    const types = new Set<FieldsType>();
    for (const set of sets) this.entityTypes(set, types);
    const table = this.newTable(places);
    table.variants = this.variants([...types], sets, table);
    return table;
  }

  private entityTypes(set: SelectionSetNode, out: Set<FieldsType>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) continue;
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      if (fragment === undefined || condition === undefined) throw new Unfit('entities without a type');
      for (const type of this.runtimeTypes(this.composite(condition))) out.add(type);
    }
  }

  private composite(name: string): GraphQLCompositeType {
    const type = this.context.schema.getType(name);
    if (!isCompositeType(type)) throw new Unfit('a type that the supergraph lacks');
    return type;
  }

  /** The types that an object may say it has. An `@interfaceObject` subgraph names the interface itself. */
  private runtimeTypes(type: GraphQLCompositeType): readonly FieldsType[] {
    if (isObjectType(type)) return [type];
    const members = this.context.schema.getPossibleTypes(type);
    return isInterfaceType(type) ? [...members, type] : members;
  }

  private newTable(places: readonly string[]): TableModel {
    const table = new TableModel(this.context.tables.length, this.fetch);
    this.context.tables.push(table);
    this.placesOf.set(table, places);
    return table;
  }

  private table(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], at: Position): TableModel {
    const id = `${at.id}|${type.name}|${sets.map((set) => this.setText(set)).join()}`;
    let table = this.known.get(id);
    if (table === undefined) {
      this.known.set(id, (table = this.newTable(at.places)));
      table.variants = this.variants(this.runtimeTypes(type), sets, table);
    }
    return table;
  }

  /** The same selections select the same, wherever they stand. */
  private setText(set: SelectionSetNode): string {
    let text = this.setTexts.get(set);
    if (text === undefined) this.setTexts.set(set, (text = print(set)));
    return text;
  }

  private variants(
    types: readonly FieldsType[],
    sets: readonly SelectionSetNode[],
    table: TableModel,
  ): VariantModel[] {
    const variants: VariantModel[] = [];
    const looks = new Set<string>();
    for (const type of types) {
      const variant = this.variant(type, sets, table);
      const look = `${variant.type}:${variant.fields.map(lookOf).join()}`;
      if (!looks.has(look)) variants.push(variant);
      looks.add(look);
    }
    return variants;
  }

  private variant(type: FieldsType, sets: readonly SelectionSetNode[], table: TableModel): VariantModel {
    const groups = new Map<string, FieldNode[]>();
    for (const set of sets) this.collect(type, set, groups);
    const named = groups.get('__typename')?.[0]?.name.value === '__typename';
    const places = this.placesOf.get(table) ?? [];
    const id = `${table.id}:${named ? this.signature(type.name, places) : ''}`;
    const fields = [...groups].map(([key, nodes]) => {
      const below = places.map((place) => (place === '' ? key : `${place}.${key}`));
      return this.field(type, { key, nodes, at: { id: `${id}:${key}`, places: below } });
    });
    this.fields += fields.length;
    if (this.fields > MAX_FIELDS) throw new Unfit('too many fields and types');
    return { type: named ? this.context.types.of(type.name) : 0, fields };
  }

  /** Types with the same signature are never treated differently by the plan's paths. */
  private signature(name: string, places: readonly string[]): string {
    const conditions = places.flatMap((place) => this.context.conditions.get(place) ?? []);
    return conditions.map((names) => (names.has(name) ? '1' : '0')).join('');
  }

  /** CollectFields (GraphQL spec §6.3.2) for one runtime type. */
  private collect(type: FieldsType, set: SelectionSetNode, groups: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if ((selection.directives?.length ?? 0) > 0) throw new Unfit('directives in a fetch');
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [selection]);
        else group.push(selection);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
      if (fragment === undefined) throw new Unfit('a fragment that is not there');
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || this.applies(type, condition))
        this.collect(type, fragment.selectionSet, groups);
    }
  }

  private applies(type: FieldsType, name: string): boolean {
    if (type.name === name) return true;
    const condition = this.composite(name);
    return isAbstractType(condition) && this.context.schema.isSubType(condition, type);
  }

  private field(
    type: FieldsType,
    { key, nodes, at }: { readonly key: string; readonly nodes: readonly FieldNode[]; readonly at: Position },
  ): FieldModel {
    const name = (nodes[0] as FieldNode).name.value;
    if (name === '__typename')
      return {
        key,
        name: key,
        constant: JSON.stringify(type.name),
        value: { kind: 'leaf', nonNull: true, leaf: TYPENAME },
      };
    const definition = type.getFields()[name];
    if (definition === undefined) throw new Unfit('a field that the supergraph lacks');
    const sets = nodes.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
    return {
      key,
      name: key,
      constant: null,
      value: this.value(definition.type, sets, { nonNull: false, at }),
    };
  }

  private value(
    type: GraphQLOutputType,
    sets: readonly SelectionSetNode[],
    options: { readonly nonNull: boolean; readonly at: Position },
  ): ValueModel {
    const { nonNull, at } = options;
    if (isNonNullType(type)) return this.value(type.ofType, sets, { nonNull: true, at });
    if (isListType(type))
      return { kind: 'list', nonNull, of: this.value(type.ofType, sets, { nonNull: false, at }) };
    if (isCompositeType(type)) return { kind: 'object', nonNull, table: this.table(type, sets, at) };
    return { kind: 'leaf', nonNull, leaf: this.leaf(type, nonNull) };
  }

  private leaf(type: GraphQLOutputType, nonNull: boolean): LeafModel {
    if (isEnumType(type)) {
      const visible = this.context.apiSchema.getType(type.name);
      const values = (isEnumType(visible) ? visible : type).getValues();
      const enumTexts = new Map(values.map(({ name }) => [name, JSON.stringify(name)]));
      return { kind: 'leaf', nonNull, type: 'Enum', enumTexts };
    }
    const name = String(type);
    return { kind: 'leaf', nonNull, type: BUILT_IN.has(name) ? (name as LeafType) : 'Json', enumTexts: null };
  }
}

const BUILT_IN: ReadonlySet<string> = new Set<LeafType>(['Int', 'Float', 'Boolean', 'String', 'ID']);
const TYPENAME: LeafModel = { kind: 'leaf', nonNull: true, type: 'String', enumTexts: null };

/** Fields that look the same need not be told apart. */
const lookOf = ({ key, constant, value }: FieldModel): string => `${key}=${constant ?? lookOfValue(value)}`;
