import { Agent, request } from 'node:http';

export interface RawResponse {
  readonly status: number;
  /** Names as sent, names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** Keeps connections, so that answers also show whether a connection stays open. */
const agent = new Agent({ keepAlive: true });
export const closeConnections = (): void => agent.destroy();

/** POSTs exactly these headers and bytes; nothing is added but Host and Content-Length, which headers may replace. */
export const rawPost = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Promise<RawResponse> =>
  new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { 'content-length': body.length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.rawHeaders,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
