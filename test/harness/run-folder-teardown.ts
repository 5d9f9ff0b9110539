import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';

const teardown = async (): Promise<void> => {
  const folder = tmpdir();
  // Only what the setup made.
  if (basename(folder).startsWith('spork-tests-'))
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
};

export default teardown;
