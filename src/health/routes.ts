import type { FastifyInstance } from 'fastify';

/** What readiness depends on. */
export interface Readiness {
  isReady(): boolean;
}

/**
 * `GET /health/live`: 200 as long as the process answers. `GET /health/ready`: 200 when a supergraph is served, else 503,
 * so that load balancers send no traffic before that and none while stopping.
 */
export const healthRoutes = (app: FastifyInstance, server: Readiness): void => {
  app.get('/health/live', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  );
  app.get('/health/ready', (_request, reply) => {
    const ready = server.isReady();
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready' });
  });
};
