/** @typedef {{ id: string, userId: string, upc: string, quantity: number, status: 'open' | 'shipped' }} Order */

/** @type {readonly Order[]} */
export const ORDERS = [
  { id: '1', userId: '1', upc: '1', quantity: 1, status: 'shipped' },
  { id: '2', userId: '1', upc: '8', quantity: 2, status: 'open' },
  { id: '3', userId: '2', upc: '6', quantity: 1, status: 'open' },
];
