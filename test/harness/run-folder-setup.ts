import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives the run a temporary folder of its own, which the teardown removes with all that tests and their processes left in it. */
const setup = async (): Promise<void> => {
  process.env['TMPDIR'] = await mkdtemp(join(tmpdir(), 'spork-tests-'));
};

export default setup;
