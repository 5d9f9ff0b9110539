/**
 * Writes the files that are generated from tables in the code; needs `npm run build`. With `--check` nothing is written,
 * and the exit code is 1 when a file is not what would be written.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { configJsonSchema, configurationMarkdown } = await import('../dist/config/index.js');
const { errorsMarkdown } = await import('../dist/errors/index.js');

const files = {
  'docs/configuration.md': configurationMarkdown(),
  'docs/errors.md': errorsMarkdown(),
  'gateway.schema.json': `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
};

const isStale = ([name, text]) =>
  !existsSync(join(root, name)) || readFileSync(join(root, name), 'utf8') !== text;
const stale = Object.entries(files).filter(isStale);

if (process.argv.includes('--check')) {
  for (const [name] of stale) console.error(`${name} is stale: run npm run build && npm run docs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [name, text] of stale) {
    writeFileSync(join(root, name), text);
    console.log(`wrote ${name}`);
  }
}
