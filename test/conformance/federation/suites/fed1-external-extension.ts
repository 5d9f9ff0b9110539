import { fed1ExternalExtends } from './fed1-external-extends.js';
import type { Suite } from '../suite.js';

const [owner, guide] = fed1ExternalExtends.subgraphs;

/** The same with `extend type` in place of `@extends`. */
export const fed1ExternalExtension: Suite = {
  name: 'fed1-external-extension',
  subgraphs:
    owner && guide
      ? [owner, { ...guide, typeDefs: guide.typeDefs.replace('type Chef @extends', 'extend type Chef') }]
      : [],
  cases: fed1ExternalExtends.cases,
};
