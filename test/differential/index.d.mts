import type { GraphQLSchema } from 'graphql';

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message?: string;
    readonly path?: readonly (string | number)[] | undefined;
  }[];
}
export interface GenerateOptions {
  readonly maxDepth?: number;
  readonly maxFields?: number;
  readonly avoid?: readonly string[];
  readonly avoidTypes?: readonly string[];
  readonly conditions?: boolean;
  readonly mutationFields?: number;
  readonly mutationShare?: number;
  readonly samples?: Readonly<Record<string, readonly unknown[]>>;
}
export interface Random {
  next(): number;
  int(below: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}
export interface DomainSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly schema: GraphQLSchema;
}
export interface Domain {
  readonly subgraphs: readonly DomainSubgraph[];
  readonly supergraphSdl: string;
  readonly monolith: GraphQLSchema;
}
export interface Harness {
  readonly schema: GraphQLSchema;
  operation(seed: number, index: number): Operation;
  check(operation: Operation): Promise<string | undefined>;
  stop(): Promise<void>;
}
export interface Mismatch {
  readonly index: number;
  readonly operation: Operation;
  readonly difference: string;
}
export interface RunOptions {
  readonly count: number;
  readonly seed: number;
  readonly concurrency?: number;
  readonly from?: number;
  readonly onProgress?: (done: number, wrong: number) => void;
}
interface StartedGateway {
  start(): Promise<{ url: string }>;
  stop(): Promise<void>;
}
type GatewayFactory<Options> = (options: Options) => Promise<StartedGateway>;

export const difference: (
  expected: Answer,
  actual: Answer,
  options?: { keyOrder?: boolean; errorPlaces?: boolean },
) => string | undefined;
export const errorPlaces: (answer: Answer) => string[];
export const sameData: (a: unknown, b: unknown) => boolean;
export const apolloBlind: Required<Pick<GenerateOptions, 'avoid' | 'avoidTypes' | 'conditions'>>;
export const failingFields: readonly string[];
export const samples: Readonly<Record<string, readonly unknown[]>>;
export const buildDomain: () => Domain;
export const composeDomain: (
  subgraphs: readonly DomainSubgraph[],
  urls?: Readonly<Record<string, string>>,
) => string;
export const createRandom: (seed: number) => Random;
export const caseSeed: (seed: number, index: number) => number;
export const generateOperation: (
  schema: GraphQLSchema,
  random: Random,
  options?: GenerateOptions,
) => Operation;
export const monolithOracle: (schema: GraphQLSchema) => (operation: Operation) => Promise<Answer>;
export const apolloOracle: (
  domain: Pick<Domain, 'supergraphSdl' | 'subgraphs'>,
) => Promise<{ ask(operation: Operation): Promise<Answer>; stop(): Promise<void> }>;
export const startHarness: <Options>(
  createGateway: GatewayFactory<Options>,
  config?: Readonly<Record<string, unknown>>,
  generate?: GenerateOptions,
) => Promise<Harness>;
export const runDifferential: (harness: Harness, options: RunOptions) => Promise<Mismatch[]>;
export const wideLimits: { readonly operation: Readonly<Record<string, number>> };
export const serveSchema: (
  schema: GraphQLSchema,
) => Promise<{ url: string; requests(): number; close(): Promise<void> }>;
export const executorOf: (schema: GraphQLSchema) => (body: Operation) => Promise<Answer>;
export const shrink: (
  schema: GraphQLSchema,
  operation: Operation,
  fails: (operation: Operation) => Promise<boolean>,
  attempts?: number,
) => Promise<Operation>;

export interface BodyReport {
  /** Changed bodies that were compared. */
  readonly bodies: number;
  readonly differences: readonly (Operation & {
    readonly changes: readonly string[];
    readonly body: string;
    readonly objects: string;
    readonly text: string;
  })[];
  /** Changed bodies that could not be compared, because the two ways asked for entities in another order. */
  readonly incomparable: number;
  readonly plain: { readonly runs: number; readonly fast: number };
  readonly mutated: { readonly runs: number; readonly fast: number };
}
export interface BodyHarness {
  readonly snapshot: { close(): Promise<void> };
}
export const startBodies: (parts: Readonly<Record<string, unknown>>) => Promise<BodyHarness>;
export const compareBodies: (
  harness: BodyHarness,
  options: {
    readonly bodies: number;
    readonly perOperation: number;
    readonly seed: number;
    readonly onProgress?: (report: BodyReport) => void;
  },
) => Promise<BodyReport>;
export const mutateBody: (random: Random, body: Buffer) => { body: Buffer; changes: string[] };
