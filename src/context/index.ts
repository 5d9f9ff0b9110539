export { CancellationSource } from './cancellation-source.js';
export { ANONYMOUS } from './principal.js';
export type { Principal } from './principal.js';
export { RequestContext } from './request-context.js';
