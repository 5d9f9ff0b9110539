import type { FormattedExecutionResult } from 'graphql';

/** Stands for `data` on its way through Apollo Server; the text is what the runtime wrote. */
const texts = new WeakMap<object, string>();

/** An object for Apollo Server's `data` that `writeResult` turns back into exactly this JSON text. */
export const dataMarker = (text: string): Record<string, unknown> => {
  const marker: Record<string, unknown> = {};
  texts.set(marker, text);
  return marker;
};

/** JSON of a response: errors first, then data as the runtime wrote it, then extensions. No newline at the end. */
export const writeResult = (result: FormattedExecutionResult): string => {
  const { data, errors, extensions } = result;
  const text = data ? texts.get(data) : undefined;
  if (text === undefined) return JSON.stringify(result);
  const head = errors ? `{"errors":${JSON.stringify(errors)},"data":` : '{"data":';
  const tail = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : '}';
  return head + text + tail;
};
