import type { ServerResponse } from 'node:http';
import type { RecordingSubgraph } from './recording-subgraph.js';

/** Makes a subgraph hold its next answers; resolves with the response of the first when its request is there. */
export const hold = (subgraph: RecordingSubgraph): Promise<ServerResponse> =>
  new Promise((resolve) => subgraph.respondWith((_request, response) => resolve(response)));

/** Answers what was held. */
export const answerJson = (response: ServerResponse, body: object): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
