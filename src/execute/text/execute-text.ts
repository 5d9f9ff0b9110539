import type { SubgraphAnswer } from '../../subgraph/types.js';
import type { RecordedCall } from '../recorded-calls.js';
import type { ExecutableEntityFetch, ExecutableFetch, ExecutionRequest } from '../types.js';
import { gather } from './gather.js';
import { scanAnswer } from './scan.js';
import { TextRun, type TextTable } from './table.js';
import type { TableLayout, TextBatch, TextFetch, TextPlan } from './types.js';

/** Why a request went on with objects. */
export type FallbackReason = 'call failed' | 'malformed body' | 'unexpected body' | 'entity count' | 'fault';

export type TextExecuted =
  | { readonly run: TextRun; readonly reason: null; readonly recorded: readonly RecordedCall[] }
  | { readonly run: null; readonly reason: FallbackReason; readonly recorded: readonly RecordedCall[] };

/**
 * Runs a plan without making objects of what subgraphs answer. Never rejects: when an answer is not exactly what was
 * expected, or a call fails, the calls made so far are handed back for the object executor to go on with.
 */
export const executeText = (plan: TextPlan, request: ExecutionRequest): Promise<TextExecuted> =>
  new Promise((resolve) => new TextExecution(plan, request, resolve).start());

class TextExecution {
  private readonly plan: TextPlan;
  private readonly request: ExecutionRequest;
  private readonly resolve: (executed: TextExecuted) => void;
  private readonly run: TextRun;
  private readonly recorded: RecordedCall[] = [];
  /** For each fetch how many others it still waits for. */
  private readonly waiting: number[] = [];
  private remaining: number;
  private over = false;

  constructor(plan: TextPlan, request: ExecutionRequest, resolve: (executed: TextExecuted) => void) {
    this.plan = plan;
    this.request = request;
    this.resolve = resolve;
    this.run = new TextRun(plan);
    this.remaining = plan.fetches.length;
    for (let i = 0; i < plan.fetches.length; i++) this.waiting.push((plan.fetches[i] as TextFetch).waitsFor);
  }

  start(): void {
    const { fetches, root } = this.plan;
    (this.run.tables[root.id] as TextTable).add(0);
    try {
      for (let i = 0; i < fetches.length && !this.over; i++)
        if ((fetches[i] as TextFetch).waitsFor === 0) this.send(fetches[i] as TextFetch);
    } catch {
      this.fail('fault');
    }
  }

  private send(fetch: TextFetch): void {
    const counts: number[] = [];
    const representations = this.representations(fetch, counts);
    if (fetch.root === null && isEmpty(counts)) this.complete(fetch);
    else this.call(fetch, representations, counts);
  }

  /** The part of the body that differs from call to call; adds to `counts` how many entities each batch asks for. */
  private representations({ batches }: TextFetch, counts: number[]): string {
    let text = '';
    for (let i = 0; i < batches.length; i++) {
      const batch = batches[i] as TextBatch;
      const gathered = gather(this.run, batch);
      counts.push(gathered.count);
      text += (i === 0 ? '' : ',') + batch.keyText + gathered.text + ']';
    }
    return text;
  }

  private call(fetch: TextFetch, representations: string, counts: readonly number[]): void {
    const { call } = fetch;
    const own = byteVariables(this.request, call);
    const separator = own !== '' && representations !== '' ? ',' : '';
    const body = `${fetch.prefix}${own}${separator}${representations}}}`;
    const answer = this.exchange(call, body);
    // What was not sent is not recorded: the object executor finds out why, and says it.
    if (answer === null) return this.fail('call failed');
    this.recorded.push({ call, body, answer });
    answer.then(
      (received) => this.receive(fetch, received, counts),
      () => this.fail('call failed'),
    );
  }

  private exchange(call: TextFetch['call'], body: string): Promise<SubgraphAnswer> | null {
    const { request } = this;
    const client = request.clients.get(call.subgraph);
    if (client === undefined || request.signal?.aborted === true) return null;
    let headers;
    try {
      headers = request.headersFor(call.subgraph);
    } catch {
      return null;
    }
    return client.exchange({
      body,
      encoding: 'latin1',
      kind: call.operationKind,
      deadline: request.deadline,
      signal: call.operationKind === 'mutation' ? undefined : request.signal,
      headers,
      identity: request.identity,
    });
  }

  /** A fault of ours, or a text longer than strings can be, costs no answer: objects may still give one. */
  private receive(fetch: TextFetch, answer: SubgraphAnswer, counts: readonly number[]): void {
    if (this.over) return;
    try {
      this.read(fetch, answer, counts);
    } catch {
      this.fail('fault');
    }
  }

  private read(fetch: TextFetch, answer: SubgraphAnswer, counts: readonly number[]): void {
    const text = answer.byteText();
    if (text === null) this.fail('malformed body');
    else if (!scanAnswer(text, fetch, this.run)) this.fail('unexpected body');
    else if (!this.hasAll(fetch, counts)) this.fail('entity count');
    else this.complete(fetch);
  }

  private hasAll({ batches }: TextFetch, counts: readonly number[]): boolean {
    for (let i = 0; i < batches.length; i++) {
      const { table } = (batches[i] as TextBatch).shape;
      if ((this.run.tables[(table as TableLayout).id] as TextTable).rows !== counts[i]) return false;
    }
    return true;
  }

  private complete({ next }: TextFetch): void {
    this.remaining--;
    if (this.remaining === 0) {
      this.over = true;
      this.resolve({ run: this.run, reason: null, recorded: this.recorded });
      return;
    }
    for (let i = 0; i < next.length && !this.over; i++) {
      const index = next[i] as number;
      const left = (this.waiting[index] as number) - 1;
      this.waiting[index] = left;
      if (left === 0) this.send(this.plan.fetches[index] as TextFetch);
    }
  }

  private fail(reason: FallbackReason): void {
    if (this.over) return;
    this.over = true;
    this.run.clear();
    this.resolve({ run: null, reason, recorded: this.recorded });
  }
}

const isEmpty = (counts: readonly number[]): boolean => {
  for (let i = 0; i < counts.length; i++) if (counts[i] !== 0) return false;
  return true;
};

const NON_ASCII = /[^\x00-\x7f]/;

/** A string as one character per byte of its UTF-8. */
export const toByteText = (text: string): string =>
  NON_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;

/** Byte text of the client variables that a call uses, without surrounding braces. */
const byteVariables = (request: ExecutionRequest, call: ExecutableFetch | ExecutableEntityFetch): string => {
  let text = '';
  for (let i = 0; i < call.variables.length; i++) {
    const { name, keyText } = call.variables[i] as { name: string; keyText: string };
    const value = request.variables[name];
    if (value !== undefined) text += (text === '' ? '' : ',') + keyText + JSON.stringify(value);
  }
  return text === '' ? text : toByteText(text);
};
