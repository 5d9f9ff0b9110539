import { ClientError, InternalError, isSporkError, ServiceUnavailable } from '../../../src/errors/index.js';

test('a client error shows its message, an internal one the text of the catalogue', () => {
  expect(new ClientError('BAD_REQUEST', 'no query').toFormatted()).toEqual({
    message: 'no query',
    extensions: { code: 'BAD_REQUEST' },
  });
  const internal = new InternalError('SUBREQUEST_HTTP_ERROR', 'ECONNREFUSED 10.0.0.1', {
    path: ['a', 0],
    cause: new Error('x'),
  });
  expect(internal.toFormatted()).toEqual({
    message: 'A subgraph could not be reached.',
    path: ['a', 0],
    extensions: { code: 'SUBREQUEST_HTTP_ERROR' },
  });
  expect(internal.cause).toBeInstanceOf(Error);
});

test('extensions cannot replace the code; the status may differ', () => {
  const error = new ClientError('FORBIDDEN', undefined, {
    status: 404,
    extensions: { code: 'X', more: 1 },
    locations: [{ line: 1, column: 2 }],
  });
  expect(error.status).toBe(404);
  expect(error.toFormatted()).toMatchObject({
    locations: [{ line: 1, column: 2 }],
    extensions: { code: 'FORBIDDEN', more: 1 },
  });
});

test('families know their code, name and kind', () => {
  expect(new ServiceUnavailable('later')).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    status: 503,
    message: 'later',
  });
  expect(
    [new ServiceUnavailable(), new InternalError('OVERLOADED', undefined), new Error('x'), null].map(
      isSporkError,
    ),
  ).toEqual([true, true, false, false]);
});
