import { adviceFor } from './composition-advice.js';
import type { CompositionProblem } from './types.js';

/** `CODE subgraph:line:column … message`, with every place, and what to do about it on a second line. */
export const problemText = ({ code, message, locations }: CompositionProblem): string => {
  const places = locations.map(({ subgraph, line, column }) => ` ${subgraph}:${line}:${column}`);
  const advice = adviceFor(code);
  // Composition puts the subgraph in front, which the places say already.
  const text = message.replace(/^\[([^\]]+)\] /u, (prefix, name: string) =>
    locations.some(({ subgraph }) => subgraph === name) ? '' : prefix,
  );
  return `${code}${places.join('')} ${text}${advice === undefined ? '' : `\n  → ${advice}`}`;
};
