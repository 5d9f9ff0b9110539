import { batchOf, entityNode, fetchNode, prepareText } from '../../harness/text-way.js';

const sdl = `
  type Query { products: [Product] }
  type Product { id: ID weight: Int shipping: Int }
`;

const prepared = prepareText({
  sdl,
  query: '{ products { shipping } }',
  plan: {
    kind: 'sequence',
    nodes: [
      fetchNode('catalogue', '{ products { __typename id weight } }'),
      entityNode(
        'inventory',
        '... on Product { shipping }',
        batchOf('Product', ['id', 'weight'], ['products.@']),
      ),
    ],
  },
});

test('an error of a field that was needed for what the client asked for is told where that is', async () => {
  const { data, errors } = await prepared.run((subgraph) =>
    subgraph === 'catalogue'
      ? '{"data":{"products":[{"__typename":"Product","id":"1","weight":null}]},"errors":[{"message":"no scales","path":["products",0,"weight"]}]}'
      : '{"data":{"_entities":[{"shipping":null}]}}',
  );
  expect(data).toBe('{"products":[{"shipping":null}]}');
  expect(errors).toEqual([expect.objectContaining({ message: 'no scales', path: ['products', 0] })]);
});

test('an error whose path leads nowhere is told without one', async () => {
  const { data, errors } = await prepared.run(
    () => '{"data":null,"errors":[{"message":"gone","path":["zzz"]}]}',
  );
  expect(data).toBe('{"products":null}');
  expect(errors.map(({ message }) => message)).toEqual(['gone']);
});
