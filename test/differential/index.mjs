export { compareBodies, startBodies } from './bodies.mjs';
export { difference, errorPlaces, sameData } from './compare.mjs';
export {
  apolloBlind,
  buildDomain,
  composeDomain,
  failingFields,
  plannerBlindFields,
  samples,
} from './domain/index.mjs';
export { generateOperation } from './generate.mjs';
export { mutateBody } from './mutate.mjs';
export { apolloOracle, monolithOracle } from './oracles.mjs';
export { caseSeed, createRandom } from './random.mjs';
export { runDifferential, startHarness, wideLimits } from './run.mjs';
export { executorOf, serveSchema } from './servers.mjs';
export { shrink } from './shrink.mjs';
