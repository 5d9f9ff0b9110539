import { createComposer, type ComposeOutcome } from './compose.js';
import { loadSchemas, readConfigFile, type ConfigLocation } from './subgraph-schemas.js';

/**
 * Composes the subgraphs of a `supergraph.yaml` once.
 * @throws LoadError when the configuration or a schema cannot be read; composition errors are in the outcome.
 */
export const composeConfig = async (location: ConfigLocation): Promise<ComposeOutcome> => {
  const config = await readConfigFile(location);
  const { inputs } = await loadSchemas(config, { configFile: location.file, known: new Map() });
  const composer = createComposer();
  try {
    return await composer.compose(inputs);
  } finally {
    await composer.close();
  }
};
