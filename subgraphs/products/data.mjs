/** @typedef {{ upc: string, name: string, price: number, weight: number }} Product */

/**
 * The first five are what `topProducts` answers without an argument.
 * @type {readonly Product[]}
 */
export const PRODUCTS = [
  { upc: '1', name: 'Table', price: 899, weight: 100 },
  { upc: '2', name: 'Couch', price: 1299, weight: 1000 },
  { upc: '3', name: 'Glass', price: 15, weight: 20 },
  { upc: '4', name: 'Chair', price: 499, weight: 100 },
  { upc: '5', name: 'TV', price: 1299, weight: 1000 },
  { upc: '6', name: 'Desk', price: 650, weight: 80 },
  { upc: '7', name: 'Wardrobe', price: 1450, weight: 900 },
  { upc: '8', name: 'Lamp', price: 45, weight: 5 },
];
