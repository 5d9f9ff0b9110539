export { buildApiSchema } from './api-schema.js';
export {
  createComposer,
  type ComposeInput,
  type ComposeOutcome,
  type Composer,
  type ComposerOptions,
} from './compose.js';
export { composeConfig } from './compose-config.js';
export { adviceFor } from './composition-advice.js';
export { createConfigSource, type ConfigSourceOptions } from './config-source.js';
export { createSource, type SourceOptions } from './create-source.js';
export { createFileSource, type FileSourceOptions } from './file-source.js';
export { introspectSubgraph, type IntrospectOptions } from './introspect.js';
export { keyRules } from './key-rules.js';
export { LoadError } from './load-error.js';
export { problemText } from './problem-text.js';
export { probeSubgraphs } from './probe.js';
export { readSupergraph, supergraphId } from './supergraph.js';
export {
  readSupergraphConfig,
  type ReadConfigOptions,
  type SchemaSource,
  type SubgraphConfig,
  type SupergraphConfig,
} from './supergraph-config.js';
export type {
  CompositionProblem,
  SubgraphInfo,
  Supergraph,
  SupergraphEvents,
  SupergraphSource,
} from './types.js';
export { createUrlSource, type UrlSourceOptions } from './url-source.js';
export { createSnapshot, type Snapshot, type SnapshotOptions, type SnapshotStats } from './snapshot.js';
export { WarmUp, type WarmUpOptions, type WarmUpResult } from './warm-up.js';
