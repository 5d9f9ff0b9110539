export { ChurnMap } from './churn-map.js';
export { FLAT_LENGTH, flattened } from './flat-text.js';
export { builtModule, packageRoot } from './package-root.js';
export { fileProblem } from './file-problem.js';
export { nextTurn } from './next-turn.js';
export { RestartPause } from './restart-pause.js';
export { nearest } from './nearest.js';
export { SegmentedCache, type CacheStats, type SegmentedCacheOptions } from './segmented-cache.js';
