export { CATALOGUE, type CatalogueEntry, type ErrorCode } from './catalogue.js';
export { errorsMarkdown } from './markdown.js';
export {
  ClientError,
  InternalError,
  isSporkError,
  ServiceUnavailable,
  type ErrorOptions,
  type FormattedError,
  type SporkError,
} from './spork-error.js';
