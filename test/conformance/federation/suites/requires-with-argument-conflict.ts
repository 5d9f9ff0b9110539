import { requiresWithArgument } from './requires-with-argument.js';
import type { Suite } from '../suite.js';

/** The client asks for the required field too, with other arguments: both values must come through. */
export const requiresWithArgumentConflict: Suite = {
  name: 'requires-with-argument-conflict',
  subgraphs: requiresWithArgument.subgraphs,
  cases: [
    { query: '{ melon { weight cost } }', expected: { data: { melon: { weight: 1500, cost: 3 } } } },
    { query: '{ melon { cost weight(unit: G) } }', expected: { data: { melon: { cost: 3, weight: 1500 } } } },
    {
      query: 'query ($u: Mass!) { melon { cost weight(unit: $u) } }',
      variables: { u: 'G' },
      expected: { data: { melon: { cost: 3, weight: 1500 } } },
    },
  ],
};
