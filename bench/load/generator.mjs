import { connect } from 'node:net';
import { MessageReader, postRequest } from '../lib/http-message.mjs';
import { measureTree } from '../lib/process-tree.mjs';
import { percentile } from '../lib/stats.mjs';

const EXPECTED_START = '{"data":{';
const READ_BUFFER_BYTES = 64 * 1024;
/** A request that takes longer than this ends the turn as failed: one hung request must not hang the bench. */
const STUCK_MS = 60_000;
const DRAIN_MS = 10_000;
/** Answers come in bursts of as many as there are connections: fewer bursts than these say little. */
const LEAST_BURSTS = 3;
const LONGEST_COUNTED_MS = 30_000;

/**
 * @typedef {object} LoadJob
 * @property {number} port
 * @property {string} path
 * @property {number} connections each with one request in flight
 * @property {readonly string[]} bodies sent in turn, over all connections together
 * @property {boolean} [once] stop when every body was sent once; otherwise they are repeated
 * @property {number} warmUpMs not counted
 * @property {number} countedMs longer when few answers came, see LEAST_BURSTS
 * @property {Record<string, number>} pids process trees whose CPU is measured, by any name
 *
 * @typedef {object} LoadResult
 * @property {number} completed answers in the counted time
 * @property {number} answered answers with the warm-up
 * @property {number} failed answers that are not 200 with data
 * @property {string | undefined} failure the first of them
 * @property {boolean} drained whether nothing was in flight any more at the end
 * @property {number} seconds
 * @property {number} bytes of bodies
 * @property {{ p50: number, p95: number, p99: number }} latencyMs
 * @property {Record<string, number>} cpuMs by the names of `pids`; `load` is the generator itself
 * @property {Record<string, number>} peakBytes by the names of `pids`
 */

/** One connection that sends the next request as soon as the last answer is complete. */
class Connection {
  #run;
  #socket;
  #sentAt = 0;
  #status = '';
  #start = '';
  #bytes = 0;

  /** @param {LoadRun} run */
  constructor(run) {
    this.#run = run;
    const reader = new MessageReader({
      onHead: (head) => {
        this.#status = head.slice(9, 12);
      },
      onBody: (part) => {
        this.#bytes += part.length;
        if (this.#start.length < EXPECTED_START.length) this.#start += part.toString('latin1', 0, 200);
      },
      onEnd: () => this.#answered(),
    });
    this.#socket = connect({
      port: run.job.port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafe(READ_BUFFER_BYTES),
        callback: (length, buffer) => {
          reader.push(Buffer.from(buffer.buffer, buffer.byteOffset, length));
          return true;
        },
      },
    });
    this.#socket.setTimeout(STUCK_MS, () => run.abort('no answer for a minute'));
    this.#socket.on('connect', () => this.#send());
    this.#socket.on('error', (error) => run.abort(error.message));
    this.#socket.on('close', () => run.abort('the gateway closed the connection'));
  }

  #send() {
    const request = this.#run.next();
    if (request === undefined) return;
    this.#start = '';
    this.#bytes = 0;
    this.#sentAt = performance.now();
    this.#socket.write(request);
  }

  #answered() {
    const ok = this.#status === '200' && this.#start.startsWith(EXPECTED_START);
    this.#run.record(
      performance.now() - this.#sentAt,
      this.#bytes,
      ok ? undefined : `${this.#status} ${this.#start}`,
    );
    this.#send();
  }

  close() {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }
}

class LoadRun {
  /** @type {number[]} */
  #latencies = [];
  #failed = 0;
  #failure = /** @type {string | undefined} */ (undefined);
  #bytes = 0;
  #sent = 0;
  #answered = 0;
  #counting = false;
  #stopping = false;
  #drained = true;
  #waiting = false;
  #finish = () => {};
  #requests;

  /** @param {LoadJob} job */
  constructor(job) {
    this.job = job;
    this.#requests = job.bodies.map((body) => postRequest({ path: job.path, port: job.port, body }));
  }

  next() {
    if (this.#stopping) return undefined;
    if (this.job.once === true && this.#sent >= this.#requests.length) return undefined;
    return this.#requests[this.#sent++ % this.#requests.length];
  }

  /**
   * @param {number} latencyMs
   * @param {number} bytes
   * @param {string | undefined} failure
   */
  record(latencyMs, bytes, failure) {
    this.#answered += 1;
    if (failure !== undefined) {
      this.#failed += 1;
      this.#failure ??= failure;
    }
    if (this.#counting) {
      this.#latencies.push(latencyMs);
      this.#bytes += bytes;
    }
    if (this.#waiting && this.#latencies.length >= this.#least()) this.#finish();
    const all = this.#stopping ? this.#sent : this.#requests.length;
    if ((this.#stopping || this.job.once === true) && this.#answered === all) this.#finish();
  }

  #least() {
    const left = this.job.once === true ? this.#requests.length : Infinity;
    return Math.min(LEAST_BURSTS * this.job.connections, left);
  }

  /** @param {string} reason */
  abort(reason) {
    this.#failed += 1;
    this.#failure ??= reason;
    this.#finish();
  }

  /** @returns {Promise<LoadResult>} */
  async run() {
    /** True when `#finish` was called before that time. @param {number} ms */
    const sleep = (ms) => {
      const finished = new Promise((resolve) => {
        this.#finish = () => resolve(true);
      });
      let timer = /** @type {NodeJS.Timeout | undefined} */ (undefined);
      const slept = new Promise((resolve) => {
        timer = setTimeout(() => resolve(false), ms);
      });
      return Promise.race([slept, finished]).finally(() => clearTimeout(timer));
    };
    const connections = Array.from({ length: this.job.connections }, () => new Connection(this));
    if (this.job.warmUpMs > 0 && this.#failure === undefined) await sleep(this.job.warmUpMs);
    const before = measureSides(this.job.pids);
    this.#counting = true;
    if (this.#failure === undefined) await sleep(this.job.countedMs);
    if (this.#failure === undefined && this.#latencies.length < this.#least()) {
      this.#waiting = true;
      await sleep(LONGEST_COUNTED_MS);
      this.#waiting = false;
    }
    this.#counting = false;
    const after = measureSides(this.job.pids);
    // What is in flight is answered, so that the next turn has the cores to itself.
    this.#stopping = true;
    if (this.#answered < this.#sent && this.#failure === undefined) {
      this.#drained = await sleep(DRAIN_MS);
    }
    for (const connection of connections) connection.close();
    return this.#result(before, after);
  }

  /**
   * @param {Sides} before
   * @param {Sides} after
   * @returns {LoadResult}
   */
  #result(before, after) {
    const sorted = Float64Array.from(this.#latencies).sort();
    const cpu = after.trees.map(({ name, cpuMs }, index) => [
      name,
      cpuMs - (before.trees[index]?.cpuMs ?? 0),
    ]);
    return {
      completed: sorted.length,
      answered: this.#answered,
      failed: this.#failed,
      failure: this.#failure,
      drained: this.#drained,
      seconds: (after.at - before.at) / 1000,
      bytes: this.#bytes,
      latencyMs: { p50: percentile(sorted, 50), p95: percentile(sorted, 95), p99: percentile(sorted, 99) },
      cpuMs: { ...Object.fromEntries(cpu), load: after.loadMs - before.loadMs },
      peakBytes: Object.fromEntries(after.trees.map(({ name, peakBytes }) => [name, peakBytes])),
    };
  }
}

/** @typedef {ReturnType<typeof measureSides>} Sides */

/** @param {Record<string, number>} pids */
function measureSides(pids) {
  const trees = Object.entries(pids).map(([name, pid]) => ({ name, ...measureTree(pid) }));
  const own = process.cpuUsage();
  return { at: performance.now(), trees, loadMs: (own.user + own.system) / 1000 };
}

/**
 * Sends requests for a while and counts answers, latencies and CPU time of both ends, in one process so that all three are of
 * the same moments.
 * @param {LoadJob} job
 * @returns {Promise<LoadResult>}
 */
export function generateLoad(job) {
  return new LoadRun(job).run();
}
