/**
 * `pickup`: never shipped, so there is no estimate. `courier`: the estimate follows price and weight.
 * @typedef {{ upc: string, inStock: boolean, delivery: 'pickup' | 'courier' }} StockItem
 */

/** @type {readonly StockItem[]} */
export const STOCK = [
  { upc: '1', inStock: true, delivery: 'pickup' },
  { upc: '2', inStock: false, delivery: 'pickup' },
  { upc: '3', inStock: false, delivery: 'pickup' },
  { upc: '4', inStock: false, delivery: 'pickup' },
  { upc: '5', inStock: true, delivery: 'pickup' },
  { upc: '6', inStock: true, delivery: 'courier' },
  { upc: '7', inStock: true, delivery: 'courier' },
  { upc: '8', inStock: false, delivery: 'courier' },
];
