import { httpError, listen, readJson, sendJson } from '../lib/http.mjs';
import { ORDERS } from './data.mjs';

const MAX_ORDERS = 10_000;

/** @typedef {import('./data.mjs').Order} Order */

/**
 * A service that does not speak GraphQL: orders as JSON over REST, kept in memory.
 * @param {{ host: string, port: number }} at
 * @returns {Promise<import('../lib/http.mjs').RunningService>}
 */
export function startOrders(at) {
  const orders = new Map(ORDERS.map((order) => [order.id, { ...order }]));
  let lastId = ORDERS.length;
  const nextId = () => String((lastId += 1));
  return listen({ name: 'orders', ...at }, (request, response) => {
    const url = new URL(request.url ?? '/', 'http://sample');
    return route({ request, response, url, orders, nextId });
  });
}

/**
 * @typedef {object} Exchange
 * @property {import('node:http').IncomingMessage} request
 * @property {import('node:http').ServerResponse} response
 * @property {URL} url
 * @property {Map<string, Order>} orders
 * @property {() => string} nextId
 */

/** @param {Exchange} exchange */
async function route(exchange) {
  const { request, response, url } = exchange;
  const [collection, id, ...rest] = url.pathname.split('/').filter(Boolean);
  if (collection === 'health' && id === undefined)
    return sendJson(response, 200, { status: 'ok', name: 'orders' });
  if (collection !== 'orders' || rest.length > 0) throw httpError(404, `Nothing at ${url.pathname}.`);
  const handlers = id === undefined ? COLLECTION : ITEM;
  const handler = handlers[request.method ?? 'GET'];
  if (handler === undefined) {
    response.setHeader('allow', Object.keys(handlers).join(', '));
    throw httpError(405, `${request.method} is not possible here.`);
  }
  await handler(exchange, id === undefined ? '' : decodeId(id));
}

/** @type {Record<string, (exchange: Exchange, id: string) => void | Promise<void>>} */
const COLLECTION = { GET: listOrders, POST: createOrder };
/** @type {Record<string, (exchange: Exchange, id: string) => void | Promise<void>>} */
const ITEM = { GET: getOrder, DELETE: deleteOrder };

/** @param {string} id */
function decodeId(id) {
  try {
    return decodeURIComponent(id);
  } catch {
    throw httpError(400, 'The order id is not valid percent-encoding.');
  }
}

/** @param {Exchange} exchange */
function listOrders({ response, url, orders }) {
  const userId = url.searchParams.get('userId');
  const all = [...orders.values()];
  sendJson(response, 200, userId === null ? all : all.filter((order) => order.userId === userId));
}

/** @param {Exchange} exchange */
async function createOrder({ request, response, orders, nextId }) {
  const { userId, upc, quantity } = Object((await readJson(request)) ?? {});
  if (typeof userId !== 'string' || typeof upc !== 'string')
    throw httpError(422, 'userId and upc are strings.');
  if (!Number.isInteger(quantity) || quantity < 1) throw httpError(422, 'quantity is a whole number from 1.');
  if (orders.size >= MAX_ORDERS) throw httpError(507, `The sample keeps at most ${MAX_ORDERS} orders.`);
  /** @type {Order} */
  const order = { id: nextId(), userId, upc, quantity, status: 'open' };
  orders.set(order.id, order);
  response.setHeader('location', `/orders/${encodeURIComponent(order.id)}`);
  sendJson(response, 201, order);
}

/** @param {Exchange} exchange @param {string} id */
function getOrder({ response, orders }, id) {
  const order = orders.get(id);
  if (order === undefined) throw httpError(404, `There is no order ${JSON.stringify(id)}.`);
  sendJson(response, 200, order);
}

/** @param {Exchange} exchange @param {string} id */
function deleteOrder({ response, orders }, id) {
  if (!orders.delete(id)) throw httpError(404, `There is no order ${JSON.stringify(id)}.`);
  response.writeHead(204).end();
}
