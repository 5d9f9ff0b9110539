import { FEATURED_REVIEW_IDS, REVIEWS, USERNAMES } from './data.mjs';

const MAX_BODY_LENGTH = 2000;
const MAX_REVIEWS = 10_000;

/** @typedef {import('./data.mjs').Review} Review */

/** The reviews of one running service: the sample data and what `addReview` added since the start. */
export class ReviewStore {
  /** @type {Map<string, Review>} */
  #byId = new Map();
  /** @type {Map<string, Review[]>} */
  #byProduct = new Map();
  /** @type {Map<string, Review[]>} */
  #byUser = new Map();

  constructor() {
    for (const review of REVIEWS) this.#insert(review);
    const featured = FEATURED_REVIEW_IDS.map((id) => this.#byId.get(id));
    for (const userId of USERNAMES.keys()) this.#byUser.set(userId, [...featured]);
  }

  /** @param {string} id */
  find(id) {
    return this.#byId.get(id);
  }

  /** @param {string} upc */
  ofProduct(upc) {
    return this.#byProduct.get(upc) ?? [];
  }

  /** @param {string} userId */
  ofUser(userId) {
    return this.#byUser.get(userId) ?? [];
  }

  /**
   * @param {{ upc: string, authorId: string, body: string }} input
   * @returns {Review}
   * @throws {Error} one sentence for the client when the input is not acceptable
   */
  add({ upc, authorId, body }) {
    if (!USERNAMES.has(authorId)) throw new Error(`There is no user ${JSON.stringify(authorId)}.`);
    if (upc === '') throw new Error('A review needs the upc of a product.');
    if (body.trim() === '' || body.length > MAX_BODY_LENGTH) {
      throw new Error(`A review has 1 to ${MAX_BODY_LENGTH} characters.`);
    }
    if (this.#byId.size >= MAX_REVIEWS) throw new Error(`The sample keeps at most ${MAX_REVIEWS} reviews.`);
    const review = { id: String(this.#byId.size + 1), body, upc, authorId };
    this.#insert(review);
    this.#byUser.get(authorId)?.push(review);
    return review;
  }

  /** @param {Review} review */
  #insert(review) {
    this.#byId.set(review.id, review);
    this.#byProduct.set(review.upc, [...this.ofProduct(review.upc), review]);
  }
}
