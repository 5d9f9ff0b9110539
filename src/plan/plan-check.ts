import { Kind, type DocumentNode, type FieldNode, type GraphQLSchema } from 'graphql';
import type { Position } from './plan-position.js';
import { repairPlan } from './plan-repair.js';
import { askedBy, PlanSimulation, type Asked } from './plan-simulation.js';
import { SubgraphTypes } from './subgraph-types.js';
import type { QueryPlan } from './types.js';

export interface CheckedPlan {
  readonly plan: QueryPlan;
  /**
   * Coordinate (`Type.field`) of a field that the plan does not bring; undefined when it brings all of them, or is too large
   * to be walked.
   */
  readonly missing: string | undefined;
}

/**
 * Proves that a plan brings every field that its operation asks for, for every object type that may turn up. Planners lose
 * fields silently in rare cases; an answer without them would look like an answer.
 */
export class PlanCheck {
  private readonly schema: GraphQLSchema;
  private readonly types: SubgraphTypes;

  /** @param schema the supergraph's schema, with types that clients do not see. */
  constructor(schema: GraphQLSchema) {
    this.schema = schema;
    this.types = new SubgraphTypes(schema);
  }

  /** Checks a plan of the operation that the text holds. */
  checked(plan: QueryPlan, text: string): CheckedPlan {
    const simulation = this.simulation(text);
    simulation.run(plan.root);
    return { plan, missing: missingFrom(simulation) };
  }

  /** Checks the plan after its repair: see `repairPlan`. */
  repaired(plan: QueryPlan, text: string): CheckedPlan {
    const simulation = this.simulation(text);
    const asked = new PlanSimulation(this.schema, this.types, simulation.asked);
    asked.bringAsked();
    // Repairing runs the plan that comes out of it.
    const repaired = repairPlan(plan, { simulation, asked });
    return { plan: repaired, missing: missingFrom(simulation) };
  }

  private simulation(text: string): PlanSimulation {
    return new PlanSimulation(this.schema, this.types, askedBy(text, this.schema));
  }
}

const missingFrom = (simulation: PlanSimulation): string | undefined =>
  simulation.gaveUp ? undefined : lost(simulation.asked, { position: simulation.root, simulation });

interface At {
  readonly position: Position;
  readonly simulation: PlanSimulation;
}

const lost = ({ set, document, types }: Asked, at: At): string | undefined => {
  for (const selection of set.selections) {
    let found: string | undefined;
    if (selection.kind === Kind.FIELD) {
      for (const type of types) found ??= lostField(selection, { document, type }, at);
    } else {
      const inner = at.simulation.inside(selection, { document, types });
      found = inner && lost(inner, at);
    }
    if (found !== undefined) return found;
  }
  return undefined;
};

const lostField = (
  field: FieldNode,
  { document, type }: { readonly document: DocumentNode; readonly type: string },
  { position, simulation }: At,
): string | undefined => {
  if (simulation.fieldType(type, field.name.value) === undefined) return undefined;
  const child = position.get(type, (field.alias ?? field.name).value);
  if (child === undefined) return `${type}.${field.name.value}`;
  return (
    field.selectionSet &&
    lost({ set: field.selectionSet, document, types: child.types }, { position: child, simulation })
  );
};
