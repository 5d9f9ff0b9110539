export type SampleName = 'accounts' | 'products' | 'reviews' | 'inventory' | 'orders';

export interface SampleOptions {
  /** Default: 4101 accounts, 4102 products, 4103 reviews, 4104 inventory, 4105 orders; 0 takes any free port. */
  readonly ports?: Partial<Record<SampleName, number>>;
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: all of them. */
  readonly only?: readonly SampleName[];
}

export interface Samples {
  /** The urls of subgraphs end in /graphql; the one of `orders`, which speaks REST, has no path. */
  readonly urls: Readonly<Record<SampleName, string>>;
  /** Ends one sample, for example to see what a gateway does without it. */
  stop(name: SampleName): Promise<void>;
  close(): Promise<void>;
}

/** Starts the samples in this process, each with data of its own. @throws Error when a port cannot be had. */
export function startSamples(options?: SampleOptions): Promise<Samples>;
