import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { loadConfig, type UserConfig } from '../config/index.js';
import { print } from '../telemetry/index.js';
import { runGateway } from './run-gateway.js';
import { sampleSupergraph, startSamples } from './samples.js';
import { serveOverrides, type ServeOptions } from './serve.js';
import { listenForStop, serveUntilStopped } from './wait-for-stop.js';

interface DevOptions extends ServeOptions {
  readonly samples?: boolean;
}

/** `spork dev`: watch, recompose, playground; with the sample subgraphs when there is no supergraph.yaml of one's own. */
export const devCommand = (): Command =>
  new Command('dev')
    .description(
      'Serves your supergraph.yaml, or the samples, with a playground; recomposes when a schema changes.',
    )
    .option('--config <file>', 'gateway.yaml to read; without it the one of the working folder, if any')
    .option('--supergraph <file-or-url>', 'supergraph.yaml to compose, or a composed supergraph to serve')
    .option('--samples', 'starts the sample subgraphs and serves them')
    .option('--port <number>', 'port of the public listener')
    .option('--host <address>', 'address of the public listener')
    .option('--json', 'prints what is served as one line of JSON')
    .action(dev);

const dev = async (options: DevOptions): Promise<void> => {
  const withSamples =
    options.samples === true || (options.supergraph === undefined && !hasOwnSupergraph(options));
  const stop = listenForStop();
  const samples = withSamples ? startSamples() : undefined;
  try {
    await Promise.race([samples?.started, stop.asked]);
    if (stop.requested) return;
    const loaded = loadConfig({
      file: options.config,
      mode: 'development',
      overrides: devOverrides(options, withSamples),
    });
    const running = await runGateway({ loaded, mode: 'development' });
    if (!stop.requested) announce({ url: running.url, json: options.json === true, withSamples });
    await serveUntilStopped(running.gateway, stop);
  } catch (error) {
    // Ctrl-C reaches the samples too: what then fails while starting is only their end.
    if (!stop.requested) throw error;
    await stop.asked;
  } finally {
    await samples?.stop();
  }
};

const hasOwnSupergraph = ({ config }: DevOptions): boolean =>
  config !== undefined || existsSync('gateway.yaml') || existsSync('supergraph.yaml');

const devOverrides = (options: DevOptions, withSamples: boolean): UserConfig => {
  const { supergraph, ...rest } = options;
  const overrides = serveOverrides(rest);
  if (withSamples) return { ...overrides, supergraph: { config: sampleSupergraph } };
  if (supergraph !== undefined && /\.ya?ml$/.test(supergraph))
    return { ...overrides, supergraph: { config: supergraph } };
  return serveOverrides(options);
};

const announce = ({ url, json, withSamples }: { url: string; json: boolean; withSamples: boolean }): void => {
  if (json) {
    print(JSON.stringify({ url, playground: url }));
    return;
  }
  print(`\n  Playground  ${url}   (open it in a browser)`);
  print(`  GraphQL     ${url}   (POST)`);
  if (withSamples) print('  Samples     http://127.0.0.1:4101 … 4105, described in subgraphs/README.md');
  print('\n  Schemas are watched. Ctrl-C stops everything.\n');
};
