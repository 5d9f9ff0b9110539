export { buildDomain, composeDomain } from './build.mjs';
export { apolloBlind, failingFields, plannerBlindFields, samples } from './resolvers.mjs';
