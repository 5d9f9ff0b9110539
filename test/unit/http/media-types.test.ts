import { parseContentType, prefersHtml, responseType } from '../../../src/http/media-types.js';

describe('parseContentType', () => {
  test.each([
    ['application/json', { essence: 'application/json', charset: undefined }],
    ['Application/JSON; Charset="UTF-8"', { essence: 'application/json', charset: 'utf-8' }],
    ['application/json;', { essence: 'application/json', charset: undefined }],
    ['application/json\t;charset=utf-8', { essence: 'application/json', charset: 'utf-8' }],
  ])('%p', (header, expected) => expect(parseContentType(header)).toEqual(expected));

  test.each([
    '',
    'json',
    '/json',
    'application/',
    'application/json, text/plain',
    'a b/c',
    'application/json; x',
    'application/json; charset=a; charset=b',
  ])('%p is malformed', (header) => expect(parseContentType(header)).toBeUndefined());
});

describe('responseType', () => {
  test.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json'],
    ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
    ['*/*;q=0.1, application/graphql-response+json', 'application/graphql-response+json'],
    ['application/json;q=0, */*', 'application/graphql-response+json'],
    ['APPLICATION/JSON', 'application/json'],
    ['multipart/mixed;deferSpec=20220824,application/json', 'application/json'],
    ['text/html', undefined],
    ['application/json;q=0', undefined],
    ['application/json;q=nonsense', undefined],
  ])('%p gives %p', (accept, expected) => expect(responseType(accept)).toBe(expected));
});

describe('prefersHtml', () => {
  test.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
    ['text/html', true],
    ['*/*', false],
    ['application/json, text/html', false],
    [undefined, false],
  ])('%p: %p', (accept, expected) => expect(prefersHtml(accept)).toBe(expected));
});
