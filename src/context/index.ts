export { CancellationSource } from './cancellation-source.js';
export { RequestContext } from './request-context.js';
