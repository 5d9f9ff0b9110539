export { createSubgraphClient, type SubgraphClientOptions } from './client.js';
export {
  compileHeaderRules,
  forwardedHeaders,
  type ClientHeaders,
  type HeaderRule,
  type HeaderWriter,
} from './headers.js';
export { HttpAnswer } from './http-answer.js';
