import { keyRules } from '../../../src/registry/key-rules.js';

test('names of key and required fields on every level, those with arguments told apart', () => {
  const sdl = `
    type Cargo @join__type(graph: A, key: "lot { batch year } sku") @join__type(graph: B, key: "sku") {
      duty: Float @join__field(graph: B, requires: "weight price(currency: \\"USD\\") { amount }")
      title: String @join__field(graph: A, provides: "never")
    }`;
  const { reserved, interfaceObjects } = keyRules(sdl);
  expect(interfaceObjects).toBe(false);
  expect(keyRules('@join__type(graph: A, isInterfaceObject: true)').interfaceObjects).toBe(true);
  expect([...reserved]).toEqual(
    expect.arrayContaining([
      ['lot', false],
      ['batch', false],
      ['sku', false],
      ['weight', false],
      ['price', true],
      ['amount', false],
    ]),
  );
  expect(reserved.has('never')).toBe(false);
});
