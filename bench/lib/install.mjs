import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BENCH = fileURLToPath(new URL('..', import.meta.url));
const STAMP = `${BENCH}node_modules/.bench-installed`;

/**
 * Installs the peers and Node 24 when they are not there, or when the lock file changed. Scripts of packages do not run.
 * @param {(line: string) => void} say
 * @throws {Error} when npm fails
 */
export function installPeers(say) {
  const wanted = createHash('sha256')
    .update(readFileSync(`${BENCH}package-lock.json`))
    .digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  say('installing the gateways to compare with, about 900 MB, into bench/node_modules (once) …');
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync('npm', ['install', ...flags], {
    cwd: BENCH,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm install in bench/ failed${error ? `: ${error.message}` : ''}.`);
  writeFileSync(STAMP, wanted);
}
