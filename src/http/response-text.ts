import type { FormattedExecutionResult } from 'graphql';
import { responseText } from './answer.js';

/** Stands for `data` on its way through Apollo Server; the text is what the runtime wrote. */
const texts = new WeakMap<object, string>();

/** An object for Apollo Server's `data` that `writeResult` turns back into exactly this JSON text. */
export const dataMarker = (text: string): Record<string, unknown> => {
  const marker: Record<string, unknown> = {};
  texts.set(marker, text);
  return marker;
};

/** Apollo Server's `stringifyResult`: data as the runtime wrote it. */
export const writeResult = (result: FormattedExecutionResult): string => {
  const { data, errors, extensions } = result;
  const text = data ? texts.get(data) : undefined;
  return text === undefined ? JSON.stringify(result) : responseText(text, errors, extensions);
};
