/** Bodies as no good subgraph writes them: one or a few things changed in a JSON text, from a seed. */

/**
 * A JSON value that can also be what no parser would give: objects are lists of entries, leaves are raw text.
 * @typedef {{ kind: 'object', entries: [string, Node][] } | { kind: 'list', items: Node[] } | { kind: 'leaf', text: string }} Node
 */

/** @param {unknown} value @returns {Node} */
function toNode(value) {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(toNode) };
  if (value === null || typeof value !== 'object') return { kind: 'leaf', text: JSON.stringify(value) };
  return {
    kind: 'object',
    entries: Object.entries(value).map(([key, item]) => [JSON.stringify(key), toNode(item)]),
  };
}

/** @param {Node} node @param {() => string} space @returns {string} */
function write(node, space) {
  if (node.kind === 'leaf') return space() + node.text;
  if (node.kind === 'list')
    return `${space()}[${node.items.map((item) => write(item, space)).join(space() + ',')}${space()}]`;
  const entries = node.entries.map(([key, item]) => `${space()}${key}${space()}:${write(item, space)}`);
  return `${space()}{${entries.join(space() + ',')}${space()}}`;
}

/** @param {Node} node @param {Node[]} [out] every node, parents first */
function all(node, out = []) {
  out.push(node);
  if (node.kind === 'list') for (const item of node.items) all(item, out);
  if (node.kind === 'object') for (const [, item] of node.entries) all(item, out);
  return out;
}

const strings = [
  '""',
  '"ünï 🚢"',
  '"\\u0041"',
  '"\\u00e9\\u20ac"',
  '"\\ud83d\\udea2"',
  '"\\ud800"',
  '"\\udc00x"',
  '"a\\/b\\\\c\\"d"',
  '"\\n\\t\\r\\b\\f"',
  '"\\u0000\\u001f"',
  '"__proto__"',
  '"null"',
  '"\u007f\u0080\u2028"',
  `"${'x'.repeat(300)}"`,
  '"SECRET"',
  '"RED"',
  '"R\\u0045D"',
  '"Freighter"',
  '"Craft"',
  '"Nope"',
  '"1"',
];
const numbers = [
  '0',
  '-0',
  '1',
  '-1',
  '1.0',
  '1e3',
  '-0.0',
  '2147483647',
  '2147483648',
  '-2147483648',
  '-2147483649',
  '9007199254740993',
  '1e400',
  '-1e400',
  '1e-400',
  '0.1E+2',
  '123456789012345678901234567890',
  `1${'0'.repeat(400)}`,
];
const others = [
  'null',
  'true',
  'false',
  '{}',
  '[]',
  '[null]',
  '{"__typename":"Freighter"}',
  '{"a":{"__proto__":{"x":1}},"a":2}',
  '[[],[1,"\\u00e9",{"b":null}]]',
  `${'['.repeat(70)}${']'.repeat(70)}`,
];
/** Texts that are no JSON. */
const broken = [
  '"a\nb"',
  '"\u0001"',
  '"\\x41"',
  '"\\u12"',
  '"\\u12g4"',
  '"\\',
  '01',
  '+1',
  '.5',
  '1.',
  '1e',
  '-',
  'NaN',
  'Infinity',
  'nul',
  'True',
  "'a'",
  '"a',
  'undefined',
  '',
  '1 2',
  '\u0000',
  '[1,]',
  '{"a":1,}',
  '{a:1}',
  '{"a" 1}',
  '[1 2]',
];

/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {(random: Random, root: Node) => void} TreeChange */

/** @param {Random} random @param {Node} root @param {Node['kind']} kind @returns {any} */
const pickKind = (random, root, kind) => {
  const found = all(root).filter((node) => node.kind === kind);
  return found.length === 0 ? undefined : random.pick(found);
};

/** @param {Node} node @param {Node} into */
const replace = (node, into) => {
  for (const key of Object.keys(node)) delete (/** @type {any} */ (node)[key]);
  Object.assign(node, into);
};

/** @param {readonly string[]} texts @returns {TreeChange} */
const leafTo = (texts) => (random, root) => {
  const leaf = pickKind(random, root, 'leaf');
  if (leaf) leaf.text = random.pick(texts);
};

/** @type {Record<string, TreeChange>} */
const treeChanges = {
  string: leafTo(strings),
  sameString(random, root) {
    const leaves = all(root).filter((node) => node.kind === 'leaf' && node.text.startsWith('"'));
    if (leaves.length > 0) /** @type {any} */ (random.pick(leaves)).text = random.pick(strings);
  },
  escapeSame(random, root) {
    const leaves = all(root).filter((node) => node.kind === 'leaf' && /^"[a-zA-Z0-9]/.test(node.text));
    if (leaves.length === 0) return;
    const leaf = /** @type {any} */ (random.pick(leaves));
    leaf.text = `"\\u00${leaf.text.charCodeAt(1).toString(16)}${leaf.text.slice(2)}`;
  },
  number: leafTo(numbers),
  other: leafTo(others),
  null: leafTo(['null']),
  broken: leafTo(broken),
  any(random, root) {
    replace(random.pick(all(root)), { kind: 'leaf', text: random.pick([...strings, ...numbers, ...others]) });
  },
  order(random, root) {
    const object = pickKind(random, root, 'object');
    if (object) object.entries.sort(() => random.next() - 0.5);
  },
  drop(random, root) {
    const object = pickKind(random, root, 'object');
    if (object) object.entries.splice(random.int(object.entries.length), 1);
  },
  extra(random, root) {
    const object = pickKind(random, root, 'object');
    const key = random.pick([
      '"x"',
      '"__proto__"',
      '"constructor"',
      '"then"',
      '"toJSON"',
      '"__typename"',
      '"id"',
      '"\\u0069d"',
    ]);
    if (object)
      object.entries.splice(random.int(object.entries.length + 1), 0, [
        key,
        toNode(random.pick([1, 'x', null, { a: 1 }, ['1']])),
      ]);
  },
  duplicate(random, root) {
    const object = pickKind(random, root, 'object');
    if (!object || object.entries.length === 0) return;
    const [key, value] = random.pick(object.entries);
    object.entries.push([key, random.chance(0.5) ? value : toNode(random.pick([1, 'x', null]))]);
  },
  rename(random, root) {
    const object = pickKind(random, root, 'object');
    if (object && object.entries.length > 0)
      random.pick(object.entries)[0] = random.pick(['"__proto__"', '"x"', '"\\u0064ata"']);
  },
  type(random, root) {
    const objects = all(root).filter(
      (node) => node.kind === 'object' && node.entries.some(([key]) => key === '"__typename"'),
    );
    if (objects.length === 0) return;
    const entry = /** @type {any} */ (random.pick(objects)).entries.find(
      (/** @type {any} */ [key]) => key === '"__typename"',
    );
    entry[1] = toNode(
      random.pick(['Freighter', 'Ferry', 'Tug', 'Craft', 'Crane', 'Sailor', 'Nope', 'Secret', '', null, 3]),
    );
  },
  items(random, root) {
    const list = pickKind(random, root, 'list');
    if (!list) return;
    const at = random.int(list.items.length + 1);
    if (random.chance(0.4)) list.items.splice(at, 1);
    else if (random.chance(0.5) && list.items.length > 0)
      list.items.splice(at, 0, list.items[random.int(list.items.length)]);
    else list.items.splice(at, 0, toNode(null));
  },
  errors(random, root) {
    if (root.kind !== 'object') return;
    const errors = toNode(
      random.pick([[], [{ message: 'no' }], [{ message: 'no', path: ['_entities', 0, 'x'] }], null, {}]),
    );
    root.entries.splice(random.int(2), 0, ['"errors"', errors]);
  },
  extensions(random, root) {
    if (root.kind === 'object')
      root.entries.splice(random.int(2), 0, ['"extensions"', toNode({ a: ['b', { c: 1.5 }] })]);
  },
};

/** @type {Record<string, (random: Random, body: Buffer) => Buffer>} */
const byteChanges = {
  truncate: (random, body) => body.subarray(0, random.int(body.length)),
  byte(random, body) {
    const copy = Buffer.from(body);
    copy[random.int(copy.length)] = random.pick([
      0,
      9,
      10,
      31,
      34,
      44,
      92,
      123,
      125,
      0x80,
      0xc0,
      0xe9,
      0xff,
      random.int(256),
    ]);
    return copy;
  },
  insert(random, body) {
    const at = random.int(body.length + 1);
    const bytes = random.pick([
      [0xff],
      [0xc3],
      [0xc3, 0xa9],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [10],
      [32],
      [0],
      [92],
      [34],
      [44],
      [0xef, 0xbb, 0xbf],
    ]);
    return Buffer.concat([body.subarray(0, at), Buffer.from(bytes), body.subarray(at)]);
  },
  remove(random, body) {
    const at = random.int(body.length);
    return Buffer.concat([body.subarray(0, at), body.subarray(at + 1 + random.int(3))]);
  },
  end: (random, body) =>
    Buffer.concat([
      body,
      Buffer.from(random.pick(['\n', ' \r\n', '\t', '}', 'x', '\u0000', ',', '{"data":{}}'])),
    ]),
};

const spaces = ['', '', '', ' ', '\n', '\t', '\r\n  '];

/**
 * @param {Random} random @param {Buffer} body valid JSON
 * @returns {{ body: Buffer, changes: string[] }} and the names of the changes that were made
 */
export function mutateBody(random, body) {
  const changes = [];
  const root = toNode(JSON.parse(body.toString('utf8')));
  const inTree = random.chance(0.85) ? 1 + random.int(2) : 0;
  for (let i = 0; i < inTree; i += 1) {
    const name = random.pick(Object.keys(treeChanges));
    changes.push(name);
    /** @type {TreeChange} */ (treeChanges[name])(random, root);
  }
  const spaced = random.chance(0.06);
  if (spaced) changes.push('space');
  let out = Buffer.from(write(root, spaced ? () => random.pick(spaces) : () => ''), 'utf8');
  if (inTree === 0 || random.chance(0.05)) {
    const name = random.pick(Object.keys(byteChanges));
    changes.push(name);
    if (out.length > 0) out = /** @type {any} */ (byteChanges[name])(random, out);
  }
  return { body: out, changes };
}
