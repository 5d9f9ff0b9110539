/** `npm run bench`: installs what is compared on first use, then measures. See README.md. */
import { installPeers } from './lib/install.mjs';
import { readOptions, USAGE, UsageError } from './lib/options.mjs';

const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

async function main() {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const options = readOptions(process.argv.slice(2));
  installPeers(say);
  // The peers are there only now.
  const { runBench } = await import('./lib/run-bench.mjs');
  return runBench(options, say);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    say(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : String(error?.stack ?? error));
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
