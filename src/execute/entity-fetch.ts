import { InternalError } from '../errors/index.js';
import { callSubgraph, variablesText } from './call.js';
import { collectPaths, collectTargets, type ResponsePath } from './flatten.js';
import { clone, getOwn, isObject, mergeObject } from './merge.js';
import { writeRepresentation } from './representations.js';
import { applyRewrites, renamePath } from './rewrite.js';
import { MAX_ERRORS, type ExecutionState } from './state.js';
import { addCallFailure, addSubgraphErrors, type MapPath } from './subgraph-errors.js';
import type { ExecutableEntityBatch, ExecutableEntityFetch, JsonObject } from './types.js';

/** The targets of one aliased `_entities` field, and which unique representation stands for each. */
interface Gathered {
  readonly batch: ExecutableEntityBatch;
  readonly targets: JsonObject[];
  /** For each target the index of its representation; -1: of another type, not asked for. */
  readonly indexes: number[];
  readonly text: string;
  readonly count: number;
}

const representationOf = (
  target: JsonObject,
  batch: ExecutableEntityBatch,
  state: ExecutionState,
): string | undefined => {
  const text = writeRepresentation(target, batch.requires, state.request.variables);
  if (text === undefined || batch.inputRewrites.length === 0) return text;
  const value: unknown = JSON.parse(text);
  applyRewrites(value, batch.inputRewrites);
  return JSON.stringify(value);
};

const gather = (state: ExecutionState, batch: ExecutableEntityBatch): Gathered => {
  const targets = batch.paths.flatMap((path) => collectTargets(state.data, path));
  const seen = new Map<string, number>();
  const indexes: number[] = [];
  let text = '';
  for (let i = 0; i < targets.length; i++) {
    const representation = representationOf(targets[i] as JsonObject, batch, state);
    let index = representation === undefined ? -1 : seen.get(representation);
    if (index === undefined) {
      index = seen.size;
      seen.set(representation as string, index);
      text += index === 0 ? representation : ',' + representation;
    }
    indexes.push(index);
  }
  return { batch, targets, indexes, text, count: seen.size };
};

/** True when an answer is no entity at all, an empty one, or one of another type than the one it was asked for. */
const isMisfit = (result: unknown, target: JsonObject, abstractTypes: ReadonlySet<string>): boolean => {
  if (!isObject(result)) return result !== null && result !== undefined;
  const answered = getOwn(result, '__typename');
  if (answered === undefined) return isEmpty(result);
  const asked = getOwn(target, '__typename');
  // An interface that one subgraph serves as an object may be answered by, and stand for, any of its types.
  if (typeof asked !== 'string' || abstractTypes.has(asked)) return false;
  return answered !== asked && !abstractTypes.has(answered as string);
};

const isEmpty = (object: JsonObject): boolean => {
  for (const _key in object) return false;
  return true;
};

/** Returns the positions of the targets whose answer does not fit them. */
const attach = (
  state: ExecutionState,
  gathered: Gathered,
  results: readonly unknown[],
): ReadonlySet<number> => {
  const { batch, targets, indexes, count } = gathered;
  const used = batch.shareable ? null : new Uint8Array(count);
  const misfits = new Set<number>();
  for (const result of results) applyRewrites(result, batch.outputRewrites);
  for (let i = 0; i < targets.length; i++) {
    const index = indexes[i] as number;
    const result = index < 0 ? undefined : results[index];
    const target = targets[i] as JsonObject;
    if (isMisfit(result, target, state.abstractTypes)) misfits.add(i);
    else if (isObject(result)) {
      const own = used !== null && used[index] === 1 ? (clone(result) as JsonObject) : result;
      mergeObject(target, own, state.abstractTypes);
      if (used !== null) used[index] = 1;
    }
  }
  return misfits;
};

const targetPaths = (state: ExecutionState, { batch }: Gathered): ResponsePath[] =>
  batch.paths.flatMap((path) => collectPaths(state.data, path));

/** Client paths of the targets asked for; of those that share representation `index` only, when it is given. */
const pathsOf = (state: ExecutionState, gathered: Gathered, index?: number): ResponsePath[] =>
  targetPaths(state, gathered).filter((_, i) =>
    index === undefined ? (gathered.indexes[i] ?? -1) >= 0 : gathered.indexes[i] === index,
  );

/** Client paths of the entities that an answer has no data for; when each has data, of the first. At most `MAX_ERRORS`. */
const lostPaths = (state: ExecutionState, all: readonly Gathered[], data: unknown): ResponsePath[] => {
  const lost = all.flatMap((gathered) => {
    const list = isObject(data) ? getOwn(data, gathered.batch.alias) : undefined;
    const hasData = (index: number): boolean => Array.isArray(list) && list[index] != null;
    return targetPaths(state, gathered).filter((_, i) => {
      const index = gathered.indexes[i] ?? -1;
      return index >= 0 && !hasData(index);
    });
  });
  return (lost.length > 0 ? lost : pathsOf(state, all[0] as Gathered).slice(0, 1)).slice(0, MAX_ERRORS);
};

/** Maps the paths of an answer's errors; one that leads to no entity stands for every entity without data. */
const entityPaths = (state: ExecutionState, all: readonly Gathered[], data: unknown): MapPath => {
  let lost: ResponsePath[] | undefined;
  return (path) => {
    const gathered = path === undefined ? undefined : all.find(({ batch }) => batch.alias === path[0]);
    const index = typeof path?.[1] === 'number' ? path[1] : undefined;
    const at = gathered === undefined ? [] : pathsOf(state, gathered, index);
    if (path === undefined || gathered === undefined || at.length === 0)
      return (lost ??= lostPaths(state, all, data));
    const rest = renamePath(path.slice(2), gathered.batch.outputRewrites);
    return at.map((one) => [...one, ...rest]);
  };
};

const readEntities = (data: JsonObject, { batch, count }: Gathered, subgraph: string): readonly unknown[] => {
  const list = getOwn(data, batch.alias);
  if (Array.isArray(list) && list.length === count) return list;
  const got = Array.isArray(list) ? `${list.length} entities` : 'no list';
  throw new InternalError(
    'SUBREQUEST_MALFORMED_RESPONSE',
    `Subgraph "${subgraph}" was asked for ${count} entities and answered ${got}.`,
  );
};

const tellMisfits = (
  state: ExecutionState,
  subgraph: string,
  { gathered, misfits }: { readonly gathered: Gathered; readonly misfits: ReadonlySet<number> },
): void => {
  const paths = targetPaths(state, gathered).filter((_, i) => misfits.has(i));
  const error = new InternalError(
    'SUBREQUEST_MALFORMED_RESPONSE',
    `Subgraph "${subgraph}" answered an entity that is not the one it was asked for.`,
  );
  addCallFailure(state, subgraph, { error, paths: paths.slice(0, MAX_ERRORS) });
};

const mergeAnswer = (
  state: ExecutionState,
  node: ExecutableEntityFetch,
  answer: { all: Gathered[]; data: unknown; failed: boolean },
): void => {
  for (const gathered of answer.all) {
    if (gathered.count === 0) continue;
    if (answer.failed && (!isObject(answer.data) || getOwn(answer.data, gathered.batch.alias) == null))
      continue;
    try {
      const data = isObject(answer.data) ? answer.data : {};
      const misfits = attach(state, gathered, readEntities(data, gathered, node.subgraph));
      if (misfits.size > 0) tellMisfits(state, node.subgraph, { gathered, misfits });
    } catch (error) {
      addCallFailure(state, node.subgraph, { error, paths: pathsOf(state, gathered) });
    }
  }
};

/** Fetches entities by their representations and attaches the results. Never rejects. */
export const executeEntityFetch = async (
  state: ExecutionState,
  node: ExecutableEntityFetch,
): Promise<void> => {
  let all: Gathered[] = [];
  try {
    all = node.entities.map((batch) => gather(state, batch));
    if (all.every(({ count }) => count === 0)) return;
    const own = variablesText(state, node);
    const representations = all.map(({ batch, text }) => `${batch.keyText}${text}]`).join(',');
    const { data, errors } = await callSubgraph(
      state,
      node,
      own === '' ? representations : `${own},${representations}`,
    );
    addSubgraphErrors(state, { subgraph: node.subgraph, errors }, entityPaths(state, all, data));
    mergeAnswer(state, node, { all, data, failed: Array.isArray(errors) && errors.length > 0 });
  } catch (error) {
    addCallFailure(state, node.subgraph, {
      error,
      paths: all.flatMap((gathered) => pathsOf(state, gathered)),
    });
  }
};
