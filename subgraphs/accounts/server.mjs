import { createLoader, indexBy } from '../lib/batching.mjs';
import { serveSubgraph } from '../lib/serve-subgraph.mjs';
import { USERS } from './data.mjs';

const usersById = indexBy(USERS, 'id');

const resolvers = {
  Query: {
    me: (_root, _args, { users, currentUserId }) => users.load(currentUserId),
    user: (_root, { id }, { users }) => users.load(id),
    users: () => USERS,
  },
  User: {
    __resolveReference: ({ id }, { users }) => users.load(id),
  },
};

/**
 * @param {{ host: string, port: number }} at
 * @returns {Promise<import('../lib/http.mjs').RunningService>}
 */
export function startAccounts(at) {
  return serveSubgraph(
    {
      name: 'accounts',
      schema: new URL('./schema.graphql', import.meta.url),
      resolvers,
      createContext: (counter, headers) => ({
        users: createLoader(counter, (id) => usersById.get(id)),
        currentUserId: String(headers['x-user-id'] ?? '1'),
      }),
    },
    at,
  );
}
