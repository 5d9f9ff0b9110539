/** Content negotiation of GraphQL over HTTP. */

export const JSON_TYPE = 'application/json';
export const GRAPHQL_JSON_TYPE = 'application/graphql-response+json';
export type ResponseType = typeof JSON_TYPE | typeof GRAPHQL_JSON_TYPE;

export interface ContentType {
  /** Lower case, e.g. `application/json`. */
  readonly essence: string;
  /** Lower case; undefined when not given. */
  readonly charset: string | undefined;
}

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** Reads a Content-Type header; undefined when it is not `type/subtype` with well-formed parameters. */
export const parseContentType = (header: string): ContentType | undefined => {
  const [essence = '', ...parameters] = header.split(';').map((part) => part.trim());
  const slash = essence.indexOf('/');
  if (slash < 0 || !TOKEN.test(essence.slice(0, slash)) || !TOKEN.test(essence.slice(slash + 1)))
    return undefined;
  let charset: string | undefined;
  for (const parameter of parameters) {
    if (parameter === '') continue;
    const equals = parameter.indexOf('=');
    if (equals < 1) return undefined;
    if (parameter.slice(0, equals).trim().toLowerCase() === 'charset') {
      if (charset !== undefined) return undefined;
      charset = parameter
        .slice(equals + 1)
        .trim()
        .replaceAll('"', '')
        .toLowerCase();
    }
  }
  return { essence: essence.toLowerCase(), charset };
};

interface MediaRange {
  readonly type: string;
  readonly quality: number;
  readonly order: number;
}

const qualityOf = (parameters: readonly string[]): number => {
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=');
    if (name.trim().toLowerCase() !== 'q') continue;
    const quality = Number(value.trim());
    return quality >= 0 && quality <= 1 ? quality : 0;
  }
  return 1;
};

const parseAccept = (accept: string): MediaRange[] =>
  accept.split(',').map((range, order) => {
    const [type = '', ...parameters] = range.split(';');
    return { type: type.trim().toLowerCase(), quality: qualityOf(parameters), order };
  });

/** 3 for the type itself, 2 for `type/*`, 1 for `*\/*`, 0 when the range does not cover the type. */
const specificity = (range: string, type: string): number => {
  if (range === type) return 3;
  if (range === '*/*') return 1;
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1)) ? 2 : 0;
};

interface Rank {
  readonly quality: number;
  readonly specific: number;
  readonly order: number;
}

const rank = (ranges: readonly MediaRange[], type: string): Rank | undefined => {
  let best: Rank | undefined;
  for (const range of ranges) {
    const specific = specificity(range.type, type);
    if (specific > (best?.specific ?? 0)) best = { quality: range.quality, specific, order: range.order };
  }
  return best && best.quality > 0 ? best : undefined;
};

const isBetter = (a: Rank, b: Rank): boolean =>
  a.quality !== b.quality
    ? a.quality > b.quality
    : a.specific !== b.specific
      ? a.specific > b.specific
      : a.order < b.order;

/**
 * The type of `available` that an Accept header prefers: by quality, then by how exactly it is named, then by order in
 * the header, then by order in `available`. Undefined when none is acceptable.
 */
export const preferredType = <Type extends string>(
  accept: string | undefined,
  available: readonly [Type, ...Type[]],
): Type | undefined => {
  if (accept === undefined || accept.trim() === '') return available[0];
  const ranges = parseAccept(accept);
  let best: { type: Type; rank: Rank } | undefined;
  for (const type of available) {
    const candidate = rank(ranges, type);
    if (candidate && (!best || isBetter(candidate, best.rank))) best = { type, rank: candidate };
  }
  return best?.type;
};

/** The media type of the answer; undefined means 406. */
export const responseType = (accept: string | undefined): ResponseType | undefined =>
  preferredType<ResponseType>(accept, [JSON_TYPE, GRAPHQL_JSON_TYPE]);

/** True for a browser's address bar: HTML is wanted more than any JSON type. */
export const prefersHtml = (accept: string | undefined): boolean =>
  preferredType(accept, [JSON_TYPE, GRAPHQL_JSON_TYPE, 'text/html']) === 'text/html';
