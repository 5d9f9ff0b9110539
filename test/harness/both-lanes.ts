import { rawPost, type RawResponse } from './raw-post.js';

/** The same path with a search string goes the reference way, which does not look at it in a POST request. */
export const REFERENCE = '?reference';
const GENERATED_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export type Headers = Readonly<Record<string, string>>;
export interface Sent {
  readonly headers: Headers;
  readonly body: string | Buffer;
}

/** What must be the same: everything but the time and what is new for each request. */
export const comparable = ({ status, headers: sent, body: bytes }: RawResponse): unknown => {
  const list: string[] = [];
  let generated = '';
  for (let index = 0; index < sent.length; index += 2) {
    const name = sent[index] ?? '';
    const value = sent[index + 1] ?? '';
    if (name.toLowerCase() === 'date') continue;
    if (name === 'x-request-id' && GENERATED_ID.test(value)) generated = value;
    list.push(`${name}: ${value === generated ? 'generated' : value}`);
  }
  const shown = bytes.toString('latin1');
  return { status, headers: list, body: generated === '' ? shown : shown.replaceAll(generated, 'generated') };
};

/** Sends a request both ways, expects the same answer, and returns that of the lane. */
export const sameBothWays = async (url: string, sent: Sent): Promise<RawResponse> => {
  const bytes = Buffer.from(sent.body);
  const lane = await rawPost(url, sent.headers, bytes);
  const reference = await rawPost(url + REFERENCE, sent.headers, bytes);
  expect(comparable(lane)).toEqual(comparable(reference));
  return lane;
};
