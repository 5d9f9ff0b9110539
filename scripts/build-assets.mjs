/** Copies what the playground needs into dist/assets, each file also as .gz, so that the page works without internet. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'dist', 'assets', 'playground');

const FILES = [
  'src/http/playground-page/index.html',
  'src/http/playground-page/playground.css',
  'src/http/playground-page/playground.js',
  'node_modules/graphiql/graphiql.min.css',
  'node_modules/graphiql/graphiql.min.js',
  'node_modules/react/umd/react.production.min.js',
  'node_modules/react-dom/umd/react-dom.production.min.js',
];

/** The maps are not shipped; without the comment browsers do not ask for them. */
const withoutSourceMap = (text) => text.replace(/\n?(\/\/|\/\*)# sourceMappingURL=\S+( \*\/)?\s*$/, '\n');

await mkdir(target, { recursive: true });
for (const file of FILES) {
  const bytes = Buffer.from(withoutSourceMap(await readFile(join(root, file), 'utf8')));
  const path = join(target, basename(file));
  await writeFile(path, bytes);
  await writeFile(`${path}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
}
