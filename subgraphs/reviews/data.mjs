const LOREM_IPSUM =
  'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore ' +
  'et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut ' +
  'aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse ' +
  'cillum dolore eu fugiat nulla pariatur. Excepteur sint occaecat cupidatat non proident, sunt in ' +
  'culpa qui officia deserunt mollit anim id est laborum.';

const SED_UT_PERSPICIATIS =
  'Sed ut perspiciatis unde omnis iste natus error sit voluptatem accusantium doloremque laudantium, ' +
  'totam rem aperiam, eaque ipsa quae ab illo inventore veritatis et quasi architecto beatae vitae ' +
  'dicta sunt explicabo. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugi';

const SED_QUIA =
  'sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Neque porro quisquam ' +
  'est, qui dolorem ipsum quia dolor sit amet, consectetur, adipisci velit, sed quia non numquam eius ' +
  'modi tempora incidunt ut labore et dolore magnam aliquam quaerat voluptatem.';

const UT_ENIM =
  'Ut enim ad minima veniam, quis nostrum exercitationem ullam corporis suscipit laboriosam, nisi ut ' +
  'aliquid ex ea commodi consequatur? Quis autem';

const AT_VERO_EOS =
  'At vero eos et accusamus et iusto odio dignissimos ducimus qui blanditiis praesentium voluptatum ' +
  'deleniti atque corrupti quos dolores et quas molestias excepturi sint occaecati cupiditate non ' +
  'provident, similique sunt in culpa qui officia deserunt mollitia animi, id est laborum et dolorum ' +
  'fuga. Et harum quidem rerum facilis est et expedita distinctio. Nam libero tempore, cum soluta ' +
  'nobis est eligendi optio cumque nihil impedit quo minus id quod maxime placeat facere possimus, ' +
  'omnis voluptas assumenda est, omnis dolor repellendus. Temporibus autem quibusdam et aut officiis ' +
  'debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non ' +
  'recusandae. Itaque earum rerum hic tenetur a sapiente delectus, ut aut reiciendis voluptatibus ' +
  'maiores alias consequatur aut perferendis doloribus asperiores repellat.';

/** @typedef {{ id: string, body: string, upc: string, authorId: string }} Review */

/** @type {readonly Review[]} */
export const REVIEWS = [
  { id: '1', body: LOREM_IPSUM, upc: '1', authorId: '1' },
  { id: '2', body: SED_UT_PERSPICIATIS, upc: '1', authorId: '1' },
  { id: '3', body: SED_QUIA, upc: '1', authorId: '1' },
  { id: '4', body: UT_ENIM, upc: '1', authorId: '1' },
  { id: '5', body: LOREM_IPSUM, upc: '2', authorId: '1' },
  { id: '6', body: SED_UT_PERSPICIATIS, upc: '2', authorId: '1' },
  { id: '7', body: SED_QUIA, upc: '2', authorId: '1' },
  { id: '8', body: UT_ENIM, upc: '2', authorId: '1' },
  { id: '9', body: UT_ENIM, upc: '3', authorId: '1' },
  { id: '10', body: UT_ENIM, upc: '4', authorId: '1' },
  { id: '11', body: AT_VERO_EOS, upc: '4', authorId: '1' },
];

/** Who may be an author, by id: the copy of the usernames this service keeps for `@provides`. */
export const USERNAMES = new Map([
  ['1', 'urigo'],
  ['2', 'dotansimha'],
  ['3', 'kamilkisiela'],
  ['4', 'ardatan'],
  ['5', 'gilgardosh'],
  ['6', 'laurin'],
]);

/**
 * The reviews shown on a user's page: the same two for everyone, whoever wrote them, because the published answer of the
 * benchmark query has it so.
 */
export const FEATURED_REVIEW_IDS = ['1', '2'];
