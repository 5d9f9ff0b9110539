const FREE_ABOVE_PRICE = 1000;

/**
 * @param {{ delivery?: 'pickup' | 'courier', price?: number | null, weight?: number | null }} product
 * @returns {number | null} whole units of money; null when it is not shipped, or price or weight is not known
 */
export function estimateShipping({ delivery, price, weight }) {
  if (delivery !== 'courier' || typeof price !== 'number' || typeof weight !== 'number') return null;
  return price > FREE_ABOVE_PRICE ? 0 : Math.round(weight / 2);
}
