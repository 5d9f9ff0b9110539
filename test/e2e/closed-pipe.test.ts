import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../harness/index.js';

test('a command whose reader goes away ends with its own exit code and says nothing', async () => {
  const child = spawn(process.execPath, [join(REPOSITORY_ROOT, 'dist/cli/main.js'), 'config', 'schema']);
  // Before anything is written.
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  expect([code, stderr]).toEqual([0, '']);
});
