/** The load generator as a process: takes one job after the other over the channel to its parent. */
import { generateLoad } from './generator.mjs';

process.on('message', (job) => {
  generateLoad(/** @type {import('./generator.mjs').LoadJob} */ (job)).then(
    (result) => process.send?.(result),
    (error) => process.send?.({ error: String(error?.stack ?? error) }),
  );
});
process.on('disconnect', () => process.exit(0));
