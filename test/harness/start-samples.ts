import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSamples as startSampleServices } from '../../subgraphs/start.mjs';
import type { SampleName, Samples } from '../../subgraphs/start.mjs';
import { composeSubgraphs } from './compose.js';
import { REPOSITORY_ROOT } from './node-process.js';
import { closable } from './disposable.js';
import type { Closable } from './disposable.js';

const SUBGRAPH_NAMES = ['accounts', 'products', 'reviews', 'inventory'] as const;
const ANY_PORTS = { accounts: 0, products: 0, reviews: 0, inventory: 0, orders: 0 };

export type SampleSubgraphName = (typeof SUBGRAPH_NAMES)[number];

export interface RunningSamples extends Samples, Closable {
  /** Composed from the four subgraphs, with the urls they have in this run. */
  readonly supergraphSdl: string;
}

/** The SDL file of one sample subgraph. */
export function sampleTypeDefs(name: SampleSubgraphName): string {
  return readFileSync(join(REPOSITORY_ROOT, 'subgraphs', name, 'schema.graphql'), 'utf8');
}

/** The four sample SDLs composed, each with the url given for it. */
export function composeSamples(urls: Readonly<Record<SampleSubgraphName, string>>): string {
  return composeSubgraphs(
    SUBGRAPH_NAMES.map((name) => ({ name, url: urls[name], typeDefs: sampleTypeDefs(name) })),
  );
}

/** Starts all samples in this process on free ports, with fresh data. */
export async function startSamples(): Promise<RunningSamples> {
  const samples = await startSampleServices({ ports: ANY_PORTS });
  try {
    const supergraphSdl = composeSamples(samples.urls);
    return closable({
      urls: samples.urls,
      stop: (name: SampleName) => samples.stop(name),
      close: () => samples.close(),
      supergraphSdl,
    });
  } catch (error) {
    await samples.close();
    throw error;
  }
}
