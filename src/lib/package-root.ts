import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const findRoot = (from: string): string =>
  existsSync(join(from, 'package.json')) ? from : findRoot(dirname(from));

/** Folder of this package: where its package.json is. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Compiled module of this package, for `new Worker`; `name` is relative to `dist`, e.g. `plan/planner-worker.js`. */
export const builtModule = (name: string): string => join(packageRoot, 'dist', name);
