import { HttpAnswer } from '../../../src/subgraph/index.js';

/** A body that begins at any offset of a buffer, as chunks from a socket do. */
const answerOf = (bytes: Buffer, offset = 0): HttpAnswer => {
  const slab = Buffer.alloc(bytes.length + offset + 8, 1);
  bytes.copy(slab, offset);
  const body = slab.subarray(offset, offset + bytes.length);
  return new HttpAnswer({ status: 200, contentType: 'application/json', body }, 'shop');
};
const textOf = (text: string, offset = 0): string | null =>
  answerOf(Buffer.from(text, 'utf8'), offset).byteText();

test('a body is one character per byte', () => {
  const text = '{"a":"ünï 🚢"}';
  for (let offset = 0; offset < 8; offset++) {
    expect(Buffer.from(textOf(text, offset) ?? '', 'latin1').toString('utf8')).toBe(text);
  }
});

test('white space at the end is left out', () => {
  for (const end of ['', '\n', ' \r\n\t']) expect(textOf(`{"a":1}${end}`)).toBe('{"a":1}');
});

test('a control character anywhere is found, wherever the body begins', () => {
  for (let offset = 0; offset < 5; offset++) {
    for (let at = 0; at < 13; at++) {
      const bytes = Buffer.from(`${'x'.repeat(13)}}`);
      bytes[at] = at % 2 === 0 ? 0x1f : 0;
      expect(answerOf(bytes, offset).byteText()).toBeNull();
      bytes[at] = 0x20;
      expect(answerOf(bytes, offset).byteText()).not.toBeNull();
      bytes[at] = 0x7f;
      expect(answerOf(bytes, offset).byteText()).not.toBeNull();
    }
  }
});

test.each(['', ' ', '\n', '[]', '{"a":1', '{"a":1}x'])('no object: %j', (text) => {
  expect(textOf(text)).toBeNull();
});

test.each([['ff'], ['c3'], ['eda080'], ['f4908080'], ['c0af']])(
  'invalid UTF-8 %s is refused by both ways',
  (hex) => {
    const bytes = Buffer.concat([Buffer.from('{"data":{"a":"'), Buffer.from(hex, 'hex'), Buffer.from('"}}')]);
    expect(answerOf(bytes).byteText()).toBeNull();
    expect(() => answerOf(bytes).read()).toThrow(
      expect.objectContaining({ code: 'SUBREQUEST_MALFORMED_RESPONSE' }) as Error,
    );
  },
);

test('reads as GraphQL', () => {
  expect(answerOf(Buffer.from('{"data":{"a":1}}')).read()).toEqual({ data: { a: 1 } });
});
