import type { FieldNode } from 'graphql';
import type {
  ExecutableEntityBatch,
  ExecutableEntityFetch,
  ExecutableFetch,
  ExecutableNode,
  ExecutablePlan,
  RepresentationTarget,
  RootScan,
  TableLayout,
  TextBatch,
  TextFetch,
  TextPlan,
} from '../execute/types.js';
import type { Operation } from '../operation/types.js';
import type { Projection, TextWriter } from '../respond/types.js';
import { tableOf, TableModel, TypeNumbers, Unfit } from './compile-text-model.js';
import { renameOutput } from './compile-text-rewrites.js';
import { RepresentationCompiler } from './compile-text-representations.js';
import { ScanCompiler } from './compile-text-scan.js';
import { ShapeCompiler, type ShapeContext } from './compile-text-shapes.js';
import { PathResolver, type Place } from './compile-text-sources.js';
import { WriterCompiler } from './compile-text-writer.js';
import type { TypeConditions } from './compile-types.js';
import { fetchDocuments } from './fetch-documents.js';
import { TextTrust } from './text-trust.js';
import type { QueryPlan } from './types.js';

/** An operation that runs without making objects of what subgraphs answer. */
export interface TextOperation {
  readonly plan: TextPlan;
  readonly writer: TextWriter;
  readonly trust: TextTrust;
}

export interface TextInput {
  readonly operation: Operation;
  readonly queryPlan: QueryPlan;
  readonly plan: ExecutablePlan;
  readonly projection: Projection;
  readonly types: TypeConditions;
}

/** Compiles a plan for the text way; a reason when it does not fit, and objects are the way to run it. */
export const compileText = (input: TextInput): TextOperation | { readonly unfit: string } => {
  try {
    if (input.plan.root === null) throw new Unfit('nothing to fetch');
    if (input.operation.introspectionDocument !== undefined) throw new Unfit('introspection');
    return new TextCompiler(input).compile(input.plan.root);
  } catch (error) {
    // A fault of this compiler must not cost an answer: the object way needs nothing of it.
    return { unfit: error instanceof Unfit ? error.message : `error: ${String(error)}` };
  }
};

type Call = ExecutableFetch | ExecutableEntityFetch;

/** A fetch as far as it is known before all cells are. */
interface Draft {
  readonly call: Call;
  readonly table: TableModel | null;
  readonly slot: number;
  readonly batches: readonly BatchDraft[];
  readonly waitsFor: ReadonlySet<number>;
}

interface BatchDraft extends Pick<TextBatch, 'keyText' | 'open' | 'targets' | 'plain'> {
  readonly table: TableModel;
}

/** Places of the merged data that one entity result may belong to; more of them are not followed. */
const MAX_PLACES = 256;

class TextCompiler {
  private readonly input: TextInput;
  private readonly context: ShapeContext;
  private readonly types: TypeNumbers;
  private readonly tables: TableModel[] = [];
  private readonly layouts: TableLayout[] = [];
  private readonly drafts: Draft[] = [];
  private readonly literals = new Map<string, number>();
  private readonly documents: ReadonlyMap<Call, string>;
  private readonly root: TableModel;
  private readonly paths: PathResolver;
  private slots = 0;

  constructor(input: TextInput) {
    this.input = input;
    this.types = new TypeNumbers(input.plan.abstractTypes);
    this.documents = fetchDocuments(input.queryPlan.root, input.plan.root);
    this.root = new TableModel(0, -1);
    this.root.variants = [{ type: 0, fields: [] }];
    this.root.places.add('');
    this.tables.push(this.root);
    this.context = {
      schema: input.types.schema,
      apiSchema: input.operation.schema,
      types: this.types,
      conditions: conditionsOf([...this.documents.keys()]),
      tables: this.tables,
    };
    this.paths = new PathResolver(this.root, this.types.names);
  }

  compile(node: ExecutableNode): TextOperation {
    this.walk(node, new Set());
    const newListLayout = (): TableLayout => this.newListLayout();
    const writers = new WriterCompiler({ types: this.types, newListLayout });
    const writer = writers.compile(this.input.projection.root, this.root);
    const scans = new ScanCompiler(newListLayout);
    for (const { table, batches } of this.drafts)
      for (const answer of table === null ? batches.map((batch) => batch.table) : [table]) {
        answer.noted = true;
        scans.shape(answer);
      }
    const noted = this.tables.filter((table) => table.noted).map(({ layout }) => layout);
    const layouts = [...noted, ...this.layouts];
    layouts.forEach((layout, id) => Object.assign(layout, { id }));
    const fetches = this.drafts.map((draft, index) => this.fetch(draft, index, scans));
    const plan = { tables: layouts, fetches, slotCount: this.slots, root: this.root.layout };
    return { plan, writer, trust: new TextTrust() };
  }

  private newListLayout(): TableLayout {
    const layout: TableLayout = { id: -1, stride: 3 };
    this.layouts.push(layout);
    return layout;
  }

  /** Walks in plan order; returns the fetches that are done when the node is. */
  private walk(node: ExecutableNode, before: ReadonlySet<number>): ReadonlySet<number> {
    switch (node.kind) {
      case 'fetch':
        return new Set(before).add(this.rootFetch(node, before));
      case 'entity-fetch':
        return new Set(before).add(this.entityFetch(node, before));
      case 'sequence':
        return node.nodes.reduce((done, child) => this.walk(child, done), before);
      case 'parallel':
        return new Set([...before, ...node.nodes.flatMap((child) => [...this.walk(child, before)])]);
      case 'condition':
        throw new Unfit('conditions');
    }
  }

  private shapes(call: Call): ShapeCompiler {
    return new ShapeCompiler(this.context, this.drafts.length, this.documents.get(call) ?? '');
  }

  private rootFetch(call: ExecutableFetch, before: ReadonlySet<number>): number {
    const index = this.drafts.length;
    const table = this.shapes(call).root();
    renameOutput(table, call.outputRewrites, this.types);
    const slot = this.slots++;
    this.attach([this.root], { slot, table, fetch: index, asked: new Set([0]) });
    const serial = call.operationKind === 'mutation';
    this.drafts.push({ call, table, slot, batches: [], waitsFor: serial ? before : new Set() });
    return index;
  }

  private entityFetch(call: ExecutableEntityFetch, before: ReadonlySet<number>): number {
    const index = this.drafts.length;
    const shapes = this.shapes(call);
    const uses = new Set<number>();
    const prepared = shapes.operation.selectionSet.selections.map((selection, i) => {
      if (selection.kind !== 'Field') throw new Unfit('entities in a fragment');
      const alias = (selection.alias ?? selection.name).value;
      const batch = call.entities.find((candidate) => candidate.alias === alias);
      if (batch === undefined) throw new Unfit('a fetch of more than entities');
      return this.batch(batch, { first: i === 0, field: selection, shapes, before, uses });
    });
    if (prepared.length !== call.entities.length) throw new Unfit('entities that are not fetched');
    // Attached only now, because the batches of one request do not see each other's results.
    for (const { models, draft, asked } of prepared)
      models.forEach((model, i) => {
        const { slot } = draft.targets[i] as RepresentationTarget;
        this.attach([model], { slot, table: draft.table, fetch: index, asked });
      });
    const serial = this.input.operation.kind === 'mutation';
    const batches = prepared.map(({ draft }) => draft);
    this.drafts.push({ call, table: null, slot: -1, batches, waitsFor: serial ? before : uses });
    return index;
  }

  private batch(
    batch: ExecutableEntityBatch,
    from: {
      readonly first: boolean;
      readonly field: FieldNode;
      readonly shapes: ShapeCompiler;
      readonly before: ReadonlySet<number>;
      readonly uses: Set<number>;
    },
  ): {
    readonly draft: BatchDraft;
    readonly models: readonly TableModel[];
    readonly asked: ReadonlySet<number>;
  } {
    const { before, uses } = from;
    const places = this.places(batch, before);
    const table = from.shapes.entities(from.field, [
      ...new Set(places.flatMap((place) => [...place.table.places])),
    ]);
    renameOutput(table, batch.outputRewrites, this.types);
    const compiler = new RepresentationCompiler(
      { types: this.types, literals: this.literals, newListLayout: () => this.newListLayout() },
      before,
    );
    const targets = places.map(({ table: target, types }): RepresentationTarget => {
      target.noted = true;
      if (target.fetch >= 0) uses.add(target.fetch);
      const choose = compiler.compile(target, types, batch);
      return { table: target.layout, slot: this.slots++, choose };
    });
    for (const fetch of compiler.uses) if (fetch >= 0) uses.add(fetch);
    const open = `${from.first ? '{' : ','}${JSON.stringify(batch.alias)}:[`;
    return {
      draft: { keyText: batch.keyText, open, targets, plain: compiler.plain, table },
      models: places.map((place) => place.table),
      asked: compiler.asked,
    };
  }

  /** The tables whose rows are the batch's targets. */
  private places(batch: ExecutableEntityBatch, before: ReadonlySet<number>): Place[] {
    const found = new Map<TableModel, Place>();
    const keys = new Set(batch.paths.map((path) => path.flatMap(({ field }) => field ?? []).join('.')));
    for (const path of batch.paths) {
      for (const place of this.paths.resolve(path, before)) {
        const known = found.get(place.table);
        if (known !== undefined && known.types !== place.types && !sameNames(known.types, place.types))
          throw new Unfit('paths that differ in types only');
        found.set(place.table, place);
      }
    }
    // A result that belongs to objects at several paths has one row for all of them: all must be meant, or none.
    for (const { places } of found.keys())
      for (const place of places) if (!keys.has(place)) throw new Unfit('entities shared with other paths');
    return [...found.values()];
  }

  private attach(models: readonly TableModel[], attachment: TableModel['attached'][number]): void {
    for (const model of models) {
      model.attached.push(attachment);
      for (const place of model.places) addPlace(attachment.table, place);
    }
  }

  private fetch(draft: Draft, index: number, scans: ScanCompiler): TextFetch {
    const { call, table, slot } = draft;
    const root: RootScan | null = table === null ? null : { shape: scans.shape(table), slot };
    const batches = draft.batches.map(({ table: result, ...rest }): TextBatch => ({
      ...rest,
      shape: scans.shape(result),
    }));
    return {
      index,
      call,
      prefix: Buffer.from(call.bodyPrefix, 'utf8').toString('latin1'),
      root,
      batches,
      tables: this.tables
        .filter(({ fetch, noted }) => noted && fetch === index)
        .map(({ layout }) => layout.id),
      waitsFor: draft.waitsFor.size,
      next: this.drafts.flatMap(({ waitsFor }, other) => (waitsFor.has(index) ? [other] : [])),
    };
  }
}

const sameNames = (a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): boolean =>
  a !== null && b !== null && a.size === b.size && [...a].every((name) => b.has(name));

const addPlace = (table: TableModel, place: string): void => {
  if (table.places.has(place)) return;
  table.places.add(place);
  if (table.places.size > MAX_PLACES) throw new Unfit('too many places');
  for (const { fields } of table.variants) {
    for (const { name, value } of fields) {
      const below = tableOf(value);
      if (below !== null) addPlace(below.table, place === '' ? name : `${place}.${name}`);
    }
  }
};

/** The sets of type names that paths go through, by place. At the end of a path rows are told apart one by one. */
const conditionsOf = (calls: readonly Call[]): ReadonlyMap<string, readonly ReadonlySet<string>[]> => {
  const found = new Map<string, Set<ReadonlySet<string>>>();
  for (const call of calls) {
    if (call.kind === 'fetch') continue;
    for (const path of call.entities.flatMap(({ paths }) => paths)) {
      const keys: string[] = [];
      const last = path.findLastIndex(({ field }) => field !== null);
      path.slice(0, last).forEach(({ field, types }) => {
        const place = keys.join('.');
        if (types === null) keys.push(field);
        else found.set(place, (found.get(place) ?? new Set()).add(types));
      });
    }
  }
  return new Map([...found].map(([place, sets]) => [place, [...sets]]));
};
