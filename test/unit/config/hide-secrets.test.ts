import { hideSecrets } from '../../../src/config/index.js';

test('tokens, passwords in URLs and credentials in headers are hidden', () => {
  const shown = hideSecrets({
    admin: { token: 'aaa', port: 1 },
    supergraph: { url: { href: 'https://me:bbb@example.org/s', headers: { 'x-any': 'ccc' } } },
    rules: [
      { insert: { name: 'Authorization', value: 'ddd' } },
      { insert: { name: 'x-app', value: 'shown' } },
    ],
    none: { token: null },
  });
  const text = JSON.stringify(shown);
  expect(text).not.toMatch(/aaa|bbb|ccc|ddd/);
  expect(shown).toMatchObject({
    admin: { token: '***', port: 1 },
    none: { token: null },
    rules: [{}, { insert: { value: 'shown' } }],
  });
});
