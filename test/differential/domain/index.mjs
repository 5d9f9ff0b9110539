export { buildDomain, composeDomain } from './build.mjs';
export { apolloBlind, failingFields, samples } from './resolvers.mjs';
