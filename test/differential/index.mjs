export { difference, errorPlaces, sameData } from './compare.mjs';
export { apolloBlind, buildDomain, composeDomain, failingFields, samples } from './domain/index.mjs';
export { generateOperation } from './generate.mjs';
export { apolloOracle, monolithOracle } from './oracles.mjs';
export { caseSeed, createRandom } from './random.mjs';
export { runDifferential, startHarness, wideLimits } from './run.mjs';
export { executorOf, serveSchema } from './servers.mjs';
export { shrink } from './shrink.mjs';
