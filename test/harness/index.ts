export { composeSubgraphs } from './compose.js';
export type { SubgraphSource } from './compose.js';
export { closable } from './disposable.js';
export type { Closable } from './disposable.js';
export { freePort } from './free-port.js';
export { keepAsking } from './keep-asking.js';
export type { Asked, Asking, LoadOptions } from './keep-asking.js';
export { answerJson, hold } from './hold.js';
export { REPOSITORY_ROOT, startNode } from './node-process.js';
export type { ProcessOptions, RunningProcess } from './node-process.js';
export { postGraphql } from './post.js';
export type { GraphqlErrorJson, GraphqlJson, PostedAnswer } from './post.js';
export { startSubgraph } from './recording-subgraph.js';
export type {
  GraphqlRequestBody,
  Misbehaviour,
  RecordedRequest,
  RecordingSubgraph,
  SubgraphOptions,
} from './recording-subgraph.js';
export { startSporkOver } from './spork-over.js';
export type { SporkOver, SporkOverOptions } from './spork-over.js';
export { startSpork } from './spork-process.js';
export type { SporkProcess } from './spork-process.js';
export { composeSamples, sampleTypeDefs, startSamples } from './start-samples.js';
export type { RunningSamples, SampleSubgraphName } from './start-samples.js';
