export { ChurnMap } from './churn-map.js';
export { builtModule, packageRoot } from './package-root.js';
export { fileProblem } from './file-problem.js';
export { SegmentedCache, type CacheStats, type SegmentedCacheOptions } from './segmented-cache.js';
