import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSchema, parse, print } from 'graphql';
import type { GraphQLObjectType } from 'graphql';
import {
  REPOSITORY_ROOT,
  composeSamples,
  postGraphql,
  sampleTypeDefs,
  startSamples,
} from '../harness/index.js';
import type { RunningSamples } from '../harness/index.js';

const SUBGRAPHS = ['accounts', 'products', 'reviews', 'inventory'] as const;
const DEFAULT_URLS = {
  accounts: 'http://127.0.0.1:4101/graphql',
  products: 'http://127.0.0.1:4102/graphql',
  reviews: 'http://127.0.0.1:4103/graphql',
  inventory: 'http://127.0.0.1:4104/graphql',
};

function fixture(name: string): string {
  return readFileSync(join(REPOSITORY_ROOT, 'test/fixtures/benchmark', name), 'utf8');
}

/** Runs an operation through the reference gateway, which is the oracle for what the samples should answer. */
async function throughReferenceGateway(supergraphSdl: string, query: string): Promise<unknown> {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const gateway = new ApolloGateway({ supergraphSdl });
  const server = new ApolloServer({ gateway, stopOnTerminationSignals: false });
  await server.start();
  try {
    const { body } = await server.executeOperation({ query });
    if (body.kind !== 'single') throw new Error('The reference gateway answered in parts.');
    const { data, errors } = body.singleResult;
    return JSON.parse(JSON.stringify(errors === undefined ? { data } : { data, errors }));
  } finally {
    await server.stop();
  }
}

describe('sample subgraphs', () => {
  let samples: RunningSamples;

  beforeEach(async () => {
    samples = await startSamples();
  });

  afterEach(async () => {
    await samples.close();
  });

  test.each(SUBGRAPHS)('%s answers the SDL of its file', async (name) => {
    const { json } = await postGraphql(samples.urls[name], { query: '{ _service { sdl } }' });
    const { sdl } = json.data?.['_service'] as { sdl: string };
    expect(definitionNames(sdl)).toEqual(expect.arrayContaining(definitionNames(sampleTypeDefs(name))));
  });

  test('together give the exact answer to the benchmark query', async () => {
    const answer = await throughReferenceGateway(samples.supergraphSdl, fixture('heavy.graphql'));
    expect(answer).toEqual(JSON.parse(fixture('heavy.expected.json')));
  });

  test('compute what @requires asks for on products that are shipped', async () => {
    const answer = await throughReferenceGateway(
      samples.supergraphSdl,
      '{ topProducts(first: 8) { upc shippingEstimate } }',
    );
    const { topProducts } = (answer as { data: { topProducts: { shippingEstimate: number | null }[] } }).data;
    expect(topProducts.map((product) => product.shippingEstimate)).toEqual([
      null,
      null,
      null,
      null,
      null,
      40,
      0,
      3,
    ]);
  });

  test.each([
    ['accounts', 'User', '... on User { name }', [{ id: '1' }, { id: '2' }, { id: '3' }]],
    ['products', 'Product', '... on Product { name }', [{ upc: '1' }, { upc: '2' }]],
    ['reviews', 'Product', '... on Product { reviews { id } }', [{ upc: '1' }, { upc: '2' }, { upc: '3' }]],
    ['inventory', 'Product', '... on Product { inStock }', [{ upc: '1' }, { upc: '5' }]],
  ] as const)('%s looks up a batch of %s entities at once', async (name, __typename, selection, keys) => {
    const representations = keys.map((key) => ({ __typename, ...key }));
    const { json, headers } = await postGraphql(samples.urls[name], {
      query: `query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`,
      variables: { r: representations },
    });
    expect(json.errors).toBeUndefined();
    expect(json.data?.['_entities']).toHaveLength(keys.length);
    expect(headers['x-data-loads']).toBe('1');
  });

  test('an entity that does not exist is null', async () => {
    const { json } = await postGraphql(samples.urls.accounts, {
      query:
        '{ _entities(representations: [{ __typename: "User", id: "99" }]) { ... on User { name } } user(id: 99) { id } }',
    });
    expect(json).toEqual({ data: { _entities: [null], user: null } });
  });

  test('me follows the x-user-id header', async () => {
    const query = { query: '{ me { username } }' };
    expect((await postGraphql(samples.urls.accounts, query)).json.data).toEqual({
      me: { username: 'urigo' },
    });
    const asArda = await postGraphql(samples.urls.accounts, query, { 'x-user-id': '4' });
    expect(asArda.json.data).toEqual({ me: { username: 'ardatan' } });
  });

  test('addReview adds to the product and to its author, and refuses an unknown author', async () => {
    const add = (authorId: string) =>
      postGraphql(samples.urls.reviews, {
        query:
          'mutation ($input: AddReviewInput!) { addReview(input: $input) { id product { reviews { id } } author { username reviews { id } } } }',
        variables: { input: { upc: '5', authorId, body: 'Sharp picture.' } },
      });
    expect((await add('2')).json.data).toEqual({
      addReview: {
        id: '12',
        product: { reviews: [{ id: '12' }] },
        author: { username: 'dotansimha', reviews: [{ id: '1' }, { id: '2' }, { id: '12' }] },
      },
    });
    const refused = (await add('99')).json;
    expect(refused.data).toEqual({ addReview: null });
    expect(refused.errors?.[0]).toMatchObject({
      message: 'There is no user "99".',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('each run has data of its own', async () => {
    await using other = await startSamples();
    await postGraphql(other.urls.reviews, {
      query: 'mutation { addReview(input: { upc: "5", authorId: "1", body: "Fine." }) { id } }',
    });
    const { json } = await postGraphql(samples.urls.reviews, {
      query:
        '{ _entities(representations: [{ __typename: "Product", upc: "5" }]) { ... on Product { reviews { id } } } }',
    });
    expect(json.data).toEqual({ _entities: [{ reviews: [] }] });
  });

  test('one of them can be stopped while the others go on', async () => {
    await samples.stop('reviews');
    await expect(postGraphql(samples.urls.reviews, { query: '{ __typename }' })).rejects.toThrow(
      'ECONNREFUSED',
    );
    expect((await postGraphql(samples.urls.accounts, { query: '{ __typename }' })).status).toBe(200);
  });
});

describe('the composed samples', () => {
  test('have every type and join directive of the benchmark supergraph', () => {
    const ours = printedDefinitions(composeSamples(DEFAULT_URLS));
    const published = printedDefinitions(fixture('supergraph.graphql'));
    for (const name of ['Product', 'Query', 'Review', 'User', 'join__Graph']) {
      expect(ours.get(name)).toEqual(published.get(name));
    }
  });

  test('add only a mutation to the API of the benchmark supergraph', () => {
    const ours = buildSchema(composeSamples(DEFAULT_URLS), { assumeValid: true });
    const published = buildSchema(fixture('supergraph.graphql'), { assumeValid: true });
    const added = Object.keys(ours.getTypeMap()).filter((name) => published.getType(name) === undefined);
    const api = added.filter((name) => !name.includes('__') && name !== 'Boolean' && name !== 'Float');
    expect(api.sort()).toEqual(['AddReviewInput', 'Mutation']);
    expect(Object.keys((ours.getType('Mutation') as GraphQLObjectType).getFields())).toEqual(['addReview']);
  });
});

function definitionNames(sdl: string): string[] {
  return parse(sdl).definitions.flatMap((definition) =>
    'name' in definition && definition.name !== undefined ? [definition.name.value] : [],
  );
}

/** Each definition without descriptions, with directives, fields and values in one order. */
function printedDefinitions(sdl: string): Map<string, string[]> {
  const definitions = parse(sdl.replaceAll(/"""[\s\S]*?"""/g, '')).definitions;
  return new Map(
    definitions.flatMap((definition) => {
      if (!('name' in definition) || definition.name === undefined) return [];
      const members =
        'fields' in definition ? definition.fields : 'values' in definition ? definition.values : [];
      const directives = 'directives' in definition ? definition.directives : [];
      return [
        [definition.name.value, [...(directives ?? []), ...(members ?? [])].map(print).sort()] as const,
      ];
    }),
  );
}
