import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeSubgraphs } from './compose.js';
import { closable } from './disposable.js';
import type { Closable } from './disposable.js';
import { freePort } from './free-port.js';
import { startSubgraph } from './recording-subgraph.js';
import type { RecordingSubgraph, SubgraphOptions } from './recording-subgraph.js';
import { startSpork } from './spork-process.js';
import type { SporkProcess } from './spork-process.js';

export interface SporkOverOptions<Subgraphs extends readonly SubgraphOptions[]> {
  readonly command: 'dev' | 'serve';
  readonly subgraphs: Subgraphs;
  /** Further files of its folder by name: `gateway.yaml`, plugins. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface SporkOver<Subgraphs extends readonly unknown[]> extends Closable {
  readonly spork: SporkProcess;
  /** In the order given. */
  readonly subgraphs: { readonly [Index in keyof Subgraphs]: RecordingSubgraph };
  /** Writes the supergraph anew; a process started with `dev` watches it. */
  write(supergraphSdl: string): Promise<void>;
}

/**
 * Starts a gateway process over real subgraphs, in a folder of its own with their supergraph, and waits until it is ready.
 * Closing stops all of it and removes the folder.
 */
export async function startSporkOver<const Subgraphs extends readonly SubgraphOptions[]>(
  options: SporkOverOptions<Subgraphs>,
): Promise<SporkOver<Subgraphs>> {
  const folder = await mkdtemp(join(tmpdir(), 'spork-over-'));
  const subgraphs = await Promise.all(options.subgraphs.map(startSubgraph));
  const write = (sdl: string): Promise<void> => writeFile(join(folder, 'supergraph.graphql'), sdl);
  await write(composeSubgraphs(subgraphs));
  for (const [name, text] of Object.entries(options.files ?? {})) await writeFile(join(folder, name), text);
  const port = String(await freePort());
  const args = [options.command, '--supergraph', 'supergraph.graphql', '--port', port];
  const spork = startSpork(args, { cwd: folder });
  const over = closable({
    spork,
    subgraphs: subgraphs as unknown as SporkOver<Subgraphs>['subgraphs'],
    write,
    close: async () => {
      await spork.close();
      await Promise.all(subgraphs.map((subgraph) => subgraph.close()));
      await rm(folder, { recursive: true, force: true });
    },
  });
  await spork.untilReady().catch(async (error: unknown) => {
    await over.close();
    throw error;
  });
  return over;
}
