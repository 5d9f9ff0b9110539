import { ClientError } from '../errors/index.js';
import type { OperationParams } from '../operation/types.js';
import { parseClientJson } from './safe-json.js';

type JsonObject = Record<string, unknown>;

const bad = (message: string): ClientError => new ClientError('BAD_REQUEST', message);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const stringOrMissing = (body: JsonObject, name: string): string | undefined => {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw bad(`\`${name}\` must be a string.`);
  return value;
};

const objectOrMissing = (body: JsonObject, name: string): JsonObject | undefined => {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw bad(`\`${name}\` must be an object.`);
  return value;
};

/** Reads one operation of a POST body. @throws ClientError BAD_REQUEST when a parameter has a wrong type. */
export const paramsOfBody = (body: unknown): OperationParams => {
  if (!isObject(body)) throw bad('The request body must be a JSON object.');
  return checked({
    query: stringOrMissing(body, 'query'),
    operationName: stringOrMissing(body, 'operationName'),
    variables: objectOrMissing(body, 'variables'),
    extensions: objectOrMissing(body, 'extensions'),
  });
};

const once = (search: URLSearchParams, name: string): string | undefined => {
  const values = search.getAll(name);
  if (values.length > 1) throw bad(`The parameter \`${name}\` may be given once.`);
  return values[0];
};

const objectParameter = (search: URLSearchParams, name: string): JsonObject | undefined => {
  const text = once(search, name);
  if (text === undefined || text === '') return undefined;
  const value = parseClientJson(text, `The parameter \`${name}\``);
  if (value === null) return undefined;
  if (!isObject(value)) throw bad(`The parameter \`${name}\` must be a JSON object.`);
  return value;
};

/** Reads the operation of a GET request; other parameters are left alone. @throws ClientError BAD_REQUEST. */
export const paramsOfSearch = (search: URLSearchParams): OperationParams =>
  checked({
    query: once(search, 'query'),
    operationName: once(search, 'operationName') || undefined,
    variables: objectParameter(search, 'variables'),
    extensions: objectParameter(search, 'extensions'),
  });

const checked = (params: OperationParams): OperationParams => {
  const persisted = params.extensions?.['persistedQuery'];
  if (persisted !== undefined && persisted !== null) {
    if (!isObject(persisted) || persisted['version'] !== 1 || typeof persisted['sha256Hash'] !== 'string') {
      throw bad('`extensions.persistedQuery` must hold `version: 1` and a `sha256Hash`.');
    }
  } else if (!params.query)
    throw bad('The request must contain a non-empty `query` or a `persistedQuery` extension.');
  return params;
};

/** The hash of the `persistedQuery` extension, already checked to be a string. */
export const persistedHash = (params: OperationParams): string | undefined => {
  const persisted = params.extensions?.['persistedQuery'];
  const hash = isObject(persisted) ? persisted['sha256Hash'] : undefined;
  return typeof hash === 'string' ? hash : undefined;
};
