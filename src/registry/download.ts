import { request, type Dispatcher } from 'undici';
import { LoadError, messageOf, systemCode } from './load-error.js';

export interface DownloadRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds for the whole answer. */
  readonly timeout: number;
  /** Bytes. */
  readonly maxSize: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Download {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  readonly text: string;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name could not be looked up',
  ECONNRESET: 'it closed the connection',
  UND_ERR_SOCKET: 'it closed the connection',
  EHOSTUNREACH: 'its host cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
};

/** Why a connection failed, as the end of a sentence. */
const reasonOf = (error: unknown): string => {
  const code = systemCode(error);
  if (code !== undefined && Object.hasOwn(REASONS, code)) return REASONS[code] ?? code;
  return messageOf(error);
};

const readBody = async (body: Dispatcher.ResponseData['body'], maxSize: number): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxSize) {
      body.destroy();
      throw new LoadError(`its answer is larger than ${maxSize} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/**
 * One HTTP request with a limit on time and size.
 * @throws LoadError whose message is the end of a sentence, such as "its answer is larger than 5242880 bytes".
 */
export const download = async (url: string, options: DownloadRequest): Promise<Download> => {
  const limit = AbortSignal.timeout(options.timeout);
  const signal = options.signal ? AbortSignal.any([limit, options.signal]) : limit;
  try {
    const { method, headers, body } = options;
    const response = await request(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
    const text = await readBody(response.body, options.maxSize);
    return { status: response.statusCode, headers: response.headers, text };
  } catch (error) {
    if (error instanceof LoadError) throw error;
    if (limit.aborted)
      throw new LoadError(`it did not answer within ${options.timeout} ms`, undefined, error);
    throw new LoadError(reasonOf(error), undefined, error);
  }
};
