/**
 * Every field of the harbour that is more than a property, resolved from full records. The monolith uses them all; a subgraph
 * uses the ones that its SDL declares (`subgraphs.mjs`), except for `@requires` fields, which it computes from what it was sent.
 */
import * as db from './data.mjs';

const fail = (/** @type {string} */ what) => {
  throw new Error(`refused: ${what}`);
};

const money = (/** @type {number | null} */ cents, /** @type {string | null | undefined} */ currency) =>
  cents === null ? null : { amount: currency === 'USD' ? cents * 2 : cents, currency: currency ?? 'EUR' };

const take = (/** @type {any[]} */ rows, /** @type {number | null | undefined} */ count) =>
  rows.slice(0, Math.max(0, count ?? rows.length));

/** The values of fields that one subgraph computes from fields of another one. */
export const computed = {
  banner: (/** @type {string} */ name, /** @type {any} */ args) => `${args.prefix ?? ''}${name}!`,
  loadFactor: (/** @type {number} */ tonnes, /** @type {number | null} */ tonnage) =>
    tonnage ? tonnes / tonnage : null,
  duty: (/** @type {number | null} */ weight, /** @type {any} */ usd, /** @type {any} */ args) =>
    weight === null || usd === null ? null : (weight * usd.amount * (args.percent ?? 1)) / 100,
  travel: (/** @type {any} */ size, /** @type {string | null | undefined} */ iso) =>
    `${size ? size.length : '?'}-${iso ?? '?'}`,
  wareCode: (/** @type {any[]} */ goods) =>
    goods.map((ware) => ware.litres ?? ware.pieces ?? ware.celsius).join('/'),
};

const craft = {
  name: (c, args) => (args.upper ? c.name.toUpperCase() : c.name),
  home: (c) => db.portByCode(c.home),
  sister: (c) => db.craftById(c.sister),
  inspection: (c) => (Number(c.id) % 5 === 2 ? fail('inspection') : `ok ${c.id}`),
  stamp: (c) => (c.id === '7' ? fail('stamp') : `stamp ${c.id}`),
  incidents: (c, args) =>
    take(
      db.incidents.filter((row) => row.craft === c.id && (!args.severity || row.severity === args.severity)),
      args.limit,
    ),
  captain: (c) => db.sailorById(c.captain),
  banner: (c, args) => computed.banner(c.name, args),
  logbook: (c) => (c.id === '4' ? fail('logbook') : [`entry ${c.id}`, null]),
  seal: (c) => (c.id === '10' ? null : `seal ${c.id}`),
};

export const capacity = (c, args) => (args.unit === 'TONNE' ? c.containers * 14 : c.containers);
export const price = (c, args) => money(c.cents, args.currency);

const incident = { craft: (row) => db.craftById(row.craft) };
const ware = {
  inner: (w) => w.inner?.map((label) => (label === null ? null : { __typename: 'Bulk', label, litres: 1 })),
};

const Query = {
  craft: (_, args) => db.craftById(args.id),
  crafts: (_, { filter, first }) =>
    take(
      db.crafts.filter((c) => {
        if (filter?.flags?.length && !filter.flags.some((flag) => c.flags.includes(flag))) return false;
        if (filter?.minTonnage != null && !(c.tonnage >= filter.minTonnage)) return false;
        return !filter?.and?.ids || filter.and.ids.includes(c.id);
      }),
      first,
    ),
  assets: (_, { kinds }) =>
    [...db.crafts.slice(0, 5), null].filter(
      (c) => c?.__typename !== 'Tug' && (!kinds || !c || kinds.includes(c.__typename.toUpperCase())),
    ),
  node: (_, args) => db.craftById(args.id),
  freighter: (_, args) => {
    const c = db.craftById(args.id);
    return c?.__typename === 'Freighter' ? c : null;
  },
  ferries: (_, args) => [
    ...db.crafts.filter(
      (c) => c.__typename === 'Ferry' && args.flags?.some((flag) => c.flags.includes(flag)),
    ),
    null,
  ],
  harbourName: () => 'Spork Sound',
  echo: (_, args) => JSON.stringify(args),
  ports: (_, args) => take(db.ports, args.first),
  port: (_, args) => (args.code ? db.portByCode(args.code) : db.portBySlot(args.at?.iso, args.at?.slot)),
  dockside: () => [db.crafts[0], db.cranes[0], null, db.crafts[3]],
  places: () => [
    db.ports[2],
    { __typename: 'Island', title: 'Rock', country: db.countries[1], area: 2.5 },
    db.ports[4],
  ],
  cargo: (_, args) => db.cargoBySku(args.sku),
  cargos: (_, args) => take(db.cargos, args.first),
  goods: () => [db.cargos[3].contains, null, [null, db.cargos[7].contains[2] ?? null]],
  incidents: (_, args) => db.incidents.filter((row) => !args.severity || row.severity === args.severity),
  sailor: (_, args) => db.sailorById(args.id),
  reports: () => [[db.incidents[0], db.sailors[2]], null, [db.incidents[1], null, db.incidents[2]], []],
  topRated: (_, args) => take(db.crafts.slice(6), args.first),
};

const Mutation = {
  renameCraft: (_, { input }) => {
    const c = db.craftById(input.id);
    return c ? { ...c, name: input.name ?? 'unnamed' } : null;
  },
  retireCraft: (_, { id }) => {
    const c = db.craftById(id);
    return { ok: c !== null, craft: c, left: [db.crafts[1], null] };
  },
  fileIncident: (_, { input }) => ({
    __typename: 'Delay',
    id: 'new',
    at: input.at ?? null,
    severity: input.severity ?? 'LOW',
    craft: db.craftById(input.craft) ? input.craft : '1',
    minutes: input.minutes ?? 1,
  }),
  moveCargo: (_, args) => (args.sku === 'c1' ? fail('move') : db.cargoBySku(args.sku)),
};

/** @type {Record<string, Record<string, (source: any, args: any) => unknown>>} */
export const resolvers = {
  Query,
  Mutation,
  Craft: craft,
  Freighter: {
    ...craft,
    capacity,
    escort: (c) => db.craftById(c.escort),
    cargo: (c, args) =>
      take(
        db.cargos.filter((row) => row.aboard === c.id),
        args.first,
      ),
    loadFactor: (c) => computed.loadFactor(capacity(c, { unit: 'TONNE' }), c.tonnage),
    travel: (c) => computed.travel(c.size, db.portByCode(c.home)?.country.iso),
  },
  Ferry: { ...craft, line: (c) => (c.line === null ? null : db.ferryLines[c.line]) },
  Tug: { ...craft, assisting: (c) => c.assisting?.map((id) => (id === null ? null : db.craftById(id))) },
  FerryLine: { stops: (line) => line.stops.map(db.portByCode) },
  Waypoint: { port: (point) => db.portByCode(point.port) },
  Port: {
    depth: (p, args) => (args.unit === 'FOOT' ? p.depth * 3 : p.depth),
    berths: (p, args) => take(p.berths, args.first),
    tide: (p) => (p.code === 'P3' ? fail('tide') : p.slot / 4),
    exports: (p, args) =>
      take(
        db.cargos.filter((row) => row.origin === p.code),
        args.first,
      ),
  },
  Berth: {
    docked: (b) =>
      b.docked === null ? null : b.docked.c ? db.craftById(b.docked.c) : db.craneById(b.docked.k),
  },
  Crane: { port: (k) => db.portByCode(k.port) },
  Cargo: {
    price,
    origin: (c) => db.portByCode(c.origin),
    owner: (c) => db.sailorById(c.owner),
    warehouse: (c) => db.portByCode(c.warehouse),
    vessel: (c) => db.craftById(c.aboard),
    duty: (c, args) => computed.duty(c.weight, price(c, { currency: 'USD' }), args),
    wareCode: (c) => computed.wareCode(c.contains),
    mark: (c) => (c.sku === 'c4' ? fail('mark') : `mark ${c.sku}`),
  },
  Boxed: ware,
  Check: { by: (check) => db.sailorById(check.by) },
  Collision: { ...incident, other: (row) => db.craftById(row.other) },
  Spill: { ...incident, cargo: (row) => db.cargoBySku(row.cargo) },
  Delay: incident,
  Sailor: {
    aboard: (s) => db.craftById(s.aboard),
    mentor: (s) => (s.id === 's5' ? fail('mentor') : db.sailorById(s.mentor)),
    goods: (s) => db.cargos.filter((row) => row.owner === s.id),
  },
};

/** Fields that fail or break a non-null promise for some ids: leave them out to generate operations that succeed. */
export const failingFields = [
  'inspection',
  'stamp',
  'logbook',
  'seal',
  'tide',
  'mark',
  'mentor',
  'moveCargo',
];

const craftIds = ['1', '2', '3', '4', '5', '6', '7', '8', '10', '12'];
const skus = ['c1', 'c2', 'c3', 'c4', 'c5', 'c7', 'c8'];
/** Ids that exist, by field, for the operation generator. */
export const samples = {
  'ID:craft': craftIds,
  'ID:node': craftIds,
  'ID:crafts': craftIds,
  'ID:retireCraft': craftIds,
  'ID:renameCraft': craftIds,
  'ID:fileIncident': craftIds,
  'ID:freighter': ['1', '4', '7', '10'],
  'ID:port': ['P1', 'P2', 'P3', 'P5', 'NO', 'PT'],
  'ID:cargo': skus,
  'ID:moveCargo': skus,
  'ID:sailor': ['s1', 's2', 's4', 's5', 's6'],
  'Int:cargos': [1, 3, 9],
  'Int:crafts': [2, 4, 12],
};

/**
 * What `@apollo/gateway` 2.14 itself gets wrong, so that for operations with it only the monolith counts:
 * - ways in and out of the `@interfaceObject`: it lets `__typename: "Craft"` of the interface object overwrite the real type (the
 *   entity then turns null), and refuses type conditions below it ("We should have an edge from Craft(logs) …");
 * - a field that is also required with other arguments (`name`, `price`, `capacity`): both end in one response name;
 * - fields below `... on Node { ... on Craft { … } }` are lost when the operation does not ask for `__typename`;
 * - an object whose whole selection is switched off turns null instead of an empty object.
 */
export const apolloBlind = {
  avoid: [
    'incidents',
    'reports',
    'topRated',
    'aboard',
    'fileIncident',
    'rating',
    'captain',
    'banner',
    'logbook',
    'seal',
    'capacity',
    'loadFactor',
    'duty',
    'node',
  ],
  avoidTypes: ['Node', 'Craft', 'Place', 'Docked', 'Asset', 'Ware', 'Goods', 'Incident', 'Report'],
  conditions: false,
};
