import { adviceFor } from './composition-advice.js';
import type { CompositionProblem } from './types.js';

/** `CODE subgraph:line:column … message`, with every place, and what to do about it on a second line. */
export const problemText = ({ code, message, locations }: CompositionProblem): string => {
  const places = locations.map(({ subgraph, line, column }) => ` ${subgraph}:${line}:${column}`);
  const advice = adviceFor(code);
  return `${code}${places.join('')} ${message}${advice === undefined ? '' : `\n  → ${advice}`}`;
};
