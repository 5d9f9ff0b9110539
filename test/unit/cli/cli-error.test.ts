import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { CliError, EXIT_CODES, EXIT_CODES_HELP, reportError } from '../../../src/cli/cli-error.js';
import { ClientError } from '../../../src/errors/index.js';
import { LoadError } from '../../../src/registry/index.js';

const captured = (error: unknown, json = false) => {
  const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const exitCode = reportError(error, json);
    return { exitCode, stdout: out.mock.calls.join(''), stderr: err.mock.calls.join('') };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
};

test('a sentence and a hint on stderr, and the exit code', () => {
  const error = new CliError('It does not compose.', {
    exitCode: EXIT_CODES.composition,
    hint: 'See above.',
  });
  expect(captured(error)).toEqual({
    exitCode: 3,
    stdout: '',
    stderr: 'Error: It does not compose.\nHint: See above.\n',
  });
});

test('one JSON object on stdout with json', () => {
  const { stdout, stderr } = captured(new CliError('No.', { details: { more: 1 } }), true);
  expect(JSON.parse(stdout)).toEqual({ ok: false, error: { message: 'No.', exitCode: 1, more: 1 } });
  expect(stderr).toBe('');
});

test('a port in use ends with 4', async () => {
  const first = createServer().listen(0, '127.0.0.1');
  await once(first, 'listening');
  const { port } = first.address() as AddressInfo;
  const second = createServer().listen(port, '127.0.0.1');
  const [error] = (await once(second, 'error').catch((caught: unknown) => [caught])) as [unknown];
  first.close();
  expect(captured(error)).toMatchObject({
    exitCode: 4,
    stderr: expect.stringContaining(`Cannot listen on 127.0.0.1:${port}: the port is in use.`),
  });
});

test('any other error is a failure without a stack', () => {
  expect(captured(new ClientError('SERVICE_UNAVAILABLE', 'No supergraph.'))).toMatchObject({
    exitCode: 1,
    stderr: 'Error: No supergraph.\n',
  });
  expect(captured(new Error('odd')).stderr).not.toContain('cli-error.test');
  expect(captured('text')).toMatchObject({ exitCode: 1, stderr: 'Error: text\n' });
});

test('every exit code is documented', () => {
  const documented = [...EXIT_CODES_HELP.matchAll(/^ {2}(\d)/gm)].map((match) => Number(match[1]));
  expect(documented).toEqual(Object.values(EXIT_CODES));
});

test('a supergraph that cannot be read is to be corrected; its reader has named one already', () => {
  const { stderr } = captured(new LoadError('The supergraph a.graphql could not be read.'));
  expect(stderr).toContain('Hint: Correct what is named above;');
});
