import { request } from 'undici';

export interface GraphqlErrorJson {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface GraphqlJson {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphqlErrorJson[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface PostedAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body parsed. @throws SyntaxError when it is not JSON */
  readonly json: GraphqlJson;
}

/**
 * Posts a GraphQL request on a connection of its own. An object is sent as JSON, a string as it is, so that malformed
 * bodies can be sent too; the content type is application/json unless `headers` says otherwise.
 */
export async function postGraphql(
  url: string,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<PostedAnswer> {
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...lowerCaseNames(headers) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    reset: true,
  });
  const text = await response.body.text();
  return {
    status: response.statusCode,
    headers: response.headers,
    text,
    get json() {
      return JSON.parse(text) as GraphqlJson;
    },
  };
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
