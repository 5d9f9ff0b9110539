import type { FormattedError } from './errors/index.js';
import {
  countReason,
  executePlan,
  executeText,
  MAX_ERRORS,
  textCounters,
  type RecordedCall,
} from './execute/index.js';
import type { ExecutionRequest, TextRun } from './execute/types.js';
import { introspect } from './operation/index.js';
import type { Operation } from './operation/types.js';
import type { CompiledOperation, TextOperation } from './plan/index.js';
import { addNullErrors, clientPath, project, writeText } from './respond/index.js';
import type { DataText, Fetched } from './respond/types.js';

export interface Answer {
  readonly data: DataText;
  readonly errors: FormattedError[];
}

interface Runnable {
  readonly compiled: CompiledOperation;
  readonly operation: Operation;
  readonly request: ExecutionRequest;
}

/**
 * Executes a compiled operation and writes its answer: from text where the plan fits and every subgraph answers as
 * expected, else from objects, which give the same answer. Never rejects.
 */
export const runOperation = async (runnable: Runnable): Promise<Answer> => {
  const text = runnable.compiled.textForRun();
  if ('unfit' in text) {
    countReason(textCounters.unfit, text.unfit);
    return answerFromObjects(runnable, []);
  }
  if (!text.trust.ask()) {
    textCounters.avoided++;
    return answerFromObjects(runnable, []);
  }
  return answerFromText(runnable, text);
};

const answerFromText = async (runnable: Runnable, text: TextOperation): Promise<Answer> => {
  const { run, reason, recorded } = await executeText(text.plan, runnable.request);
  const written = run === null ? null : write(run, text);
  // A call that fails, also because its client has gone, says nothing of how the subgraph writes.
  if (reason !== 'call failed') text.trust.tell(written !== null);
  if (written !== null) {
    textCounters.fast++;
    return { data: { text: written, encoding: 'latin1' }, errors: [] };
  }
  countReason(textCounters.fallback, reason ?? 'nulls');
  return answerFromObjects(runnable, recorded);
};

/** Null: it cannot be written without objects. The run is given back. */
const write = (run: TextRun, { writer }: TextOperation): string | null => {
  try {
    return writeText(run, writer);
  } catch {
    return null;
  } finally {
    run.clear();
  }
};

const answerFromObjects = async (
  { compiled, operation, request }: Runnable,
  recorded: readonly RecordedCall[],
): Promise<Answer> => {
  const { data, errors, moreErrors } = await executePlan(compiled.plan, request, recorded);
  const local = introspect(operation, request.variables);
  if (local.data !== undefined) Object.assign(data, local.data);
  const { projection } = compiled;
  const all = [
    ...clientErrors(errors, { projection, data, required: compiled.plan.required }, operation),
    ...(local.errors as FormattedError[]),
  ];
  const { text, violated } = project(data, projection);
  const moreNulls = violated && addNullErrors(data, projection, { errors: all, limit: MAX_ERRORS });
  if (moreErrors || moreNulls) all.push(notAll(all));
  return { data: { text, encoding: 'utf8' }, errors: all };
};

/** Says that not every error is listed, with the code of the last one that is. */
const notAll = (errors: readonly FormattedError[]): FormattedError => ({
  message: `More errors occurred than the ${MAX_ERRORS} that are listed.`,
  extensions: { code: errors.at(-1)?.extensions.code ?? 'INTERNAL_SERVER_ERROR' },
});

/** The errors that concern what the client asked for, with paths as it knows them. */
const clientErrors = (
  errors: readonly FormattedError[],
  fetched: Fetched,
  { sourceKeys }: Operation,
): FormattedError[] =>
  errors.flatMap(({ path, ...error }) => {
    if (path === undefined) return [error];
    const place = clientPath(path, fetched);
    if (place === undefined) return [];
    return [place.length === 0 ? error : { ...error, path: sourceKeys.clientPath(place) }];
  });
