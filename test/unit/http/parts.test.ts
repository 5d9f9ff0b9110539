import { GraphQLError, parse } from 'graphql';
import { ClientError, InternalError } from '../../../src/errors/index.js';
import { escapeHtml } from '../../../src/http/index.js';
import { DocumentLending } from '../../../src/http/document-lending.js';
import { isUnexpected, refusalOf, statusOf } from '../../../src/http/refusal.js';
import { dataMarker, writeResult } from '../../../src/http/response-text.js';

describe('writeResult', () => {
  test('writes data exactly as it was given', () => {
    const text = '{"b": 1.0, "a":12345678901234567890}';
    expect(writeResult({ data: dataMarker(text) })).toBe(`{"data":${text}}`);
    const errors = [new GraphQLError('No').toJSON()];
    expect(writeResult({ errors, data: dataMarker(text), extensions: { x: 1 } })).toBe(
      `{"errors":[{"message":"No"}],"data":${text},"extensions":{"x":1}}`,
    );
  });

  test('writes other data as JSON', () => {
    expect(writeResult({ data: { a: 1 } })).toBe('{"data":{"a":1}}');
    expect(writeResult({ data: null })).toBe('{"data":null}');
  });
});

describe('DocumentLending', () => {
  test('keeps a document as long as somebody uses it', async () => {
    const lending = new DocumentLending();
    const hash = 'a'.repeat(64);
    const document = parse('{ a }');
    lending.lend(hash, document);
    lending.lend(hash, document);
    lending.giveBack(hash);
    expect(await lending.get(`prefix:${hash}`)).toBe(document);
    lending.giveBack(hash);
    lending.giveBack(hash);
    expect(await lending.get(hash)).toBeUndefined();
    expect(lending.size).toBe(0);
  });

  test('takes none from Apollo Server', async () => {
    const lending = new DocumentLending();
    await lending.set();
    expect(await lending.delete()).toBe(false);
    expect(lending.size).toBe(0);
  });
});

describe('refusalOf', () => {
  test('shows client errors with the status of the catalogue', () => {
    expect(refusalOf(new ClientError('RATE_LIMIT_EXCEEDED', undefined), 'application/json', 'id')).toEqual({
      status: 429,
      errors: [{ message: 'Too many requests.', extensions: { code: 'RATE_LIMIT_EXCEEDED' } }],
    });
  });

  test.each([
    new Error('secret'),
    new InternalError('INTERNAL_SERVER_ERROR', 'secret'),
    new AggregateError([new Error('secret')]),
    new AggregateError([]),
    'secret',
    undefined,
  ])('masks %p and gives the request id', (error) => {
    expect(refusalOf(error, 'application/json', 'id')).toEqual({
      status: 500,
      errors: [
        { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'id' } },
      ],
    });
    expect(isUnexpected(error)).toBe(true);
  });

  test('lists all errors of a validation', () => {
    const error = new AggregateError([new GraphQLError('One'), new GraphQLError('Two')]);
    const refusal = refusalOf(error, 'application/graphql-response+json', 'id');
    expect(refusal.status).toBe(400);
    expect(refusal.errors.map(({ message }) => message)).toEqual(['One', 'Two']);
    expect(isUnexpected(error)).toBe(false);
  });

  test('an unknown code is our fault unless a status says otherwise', () => {
    expect(statusOf('CUSTOM', 'application/json')).toBe(500);
    expect(statusOf('CUSTOM', 'application/json', 418)).toBe(418);
    expect(statusOf('toString', 'application/json')).toBe(500);
  });
});

test('escapeHtml leaves nothing that ends a text or an attribute', () => {
  expect(escapeHtml(`<a href="x" b='y'>&`)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;');
});
