/**
 * One in-memory harbour: what every subgraph and the monolith read.
 * Records carry `__typename` so that abstract types resolve without a resolver. Some values are null on purpose.
 */

const flags = ['RED', 'GREEN', 'BLUE'];

/** @param {number} n @returns {string[]} */
const flagsFor = (n) => flags.filter((_, index) => (n >> index) & 1);

const names = [
  'Aurora',
  'Brass "Bell"',
  'Cormorant',
  'Dåwn',
  'Ever\\Green',
  'Fjord 🚢',
  'Gull\nWing',
  'Halcyon',
  'Ibis',
  "Jack's",
  'Kraken',
  '',
];

const craftTypes = ['Freighter', 'Ferry', 'Tug'];

export const crafts = names.map((name, index) => ({
  __typename: craftTypes[index % 3],
  id: String(index + 1),
  name,
  tonnage: index % 4 === 3 ? null : index * 1250.5,
  flags: flagsFor(index),
  size: index % 5 === 4 ? null : { length: 20 + index * 3.25, beam: 6 + index },
  home: index % 6 === 5 ? null : `P${(index % 7) + 1}`,
  route:
    index % 4 === 1
      ? null
      : [
          [
            { lat: index + 0.5, lon: -index, note: index % 2 ? null : 'bend', port: `P${(index % 7) + 1}` },
            null,
          ],
          index % 3 === 0 ? null : [],
          [{ lat: 1e-7 * index, lon: 1e21, note: 'far', port: null }],
        ],
  built: index % 4 === 2 ? null : `19${80 + index}-01-0${(index % 9) + 1}T00:00:00Z`,
  sister: index % 3 === 2 ? null : String(((index + 5) % names.length) + 1),
  containers: 100 + index * 7,
  escort: index === 3 ? null : '3',
  extras: [null, { z: 1, a: [true, null, { __typename: 'Nope' }] }, 'text', [1, 'two', [3]], 0, false][
    index % 6
  ],
  seats: 50 * (index + 1),
  decks: index % 2 ? [[1, 2], null, []] : [[index]],
  line: index === 4 ? null : index % 3,
  power: index === 5 ? null : 4000 + index,
  assisting: index === 8 ? null : [String(index), null, String((index % 5) + 1)],
  rating: index % 3 === 1 ? null : ((index * 7) % 5) + 0.1,
  captain: index % 5 === 3 ? null : `s${(index % 6) + 1}`,
}));

export const ferryLines = [
  { operator: { code: 'BLU', title: 'Blue Line' }, number: 7, stops: ['P1', 'P2'], fare: 12.5 },
  { operator: { code: 'BLU', title: 'Blue Line' }, number: 9, stops: [], fare: null },
  { operator: { code: 'RED', title: null }, number: 7, stops: ['P3', 'P3', 'P4'], fare: 3 },
].map((line) => ({ __typename: 'FerryLine', ...line }));

export const countries = ['NO', 'PT', 'JP'].map((iso, index) => ({
  iso,
  title: index === 1 ? null : `Country ${iso}`,
  anthem: `la ${iso}`,
}));

export const ports = Array.from({ length: 7 }, (_, index) => ({
  __typename: 'Port',
  code: `P${index + 1}`,
  slot: index,
  country: countries[index % 3],
  title: index === 4 ? null : `Port ${index + 1}`,
  depth: 9.5 + index,
  berths: Array.from({ length: index % 4 }, (_unused, nth) => ({
    number: nth,
    length: nth === 2 ? null : 100 + nth,
    docked: [null, { c: '1' }, { c: '2' }, { k: 'K1' }][(index + nth) % 4],
  })),
  currency: ['EUR', 'USD', null][index % 3],
}));

export const cranes = ['K1', 'K2'].map((id, index) => ({
  __typename: 'Crane',
  id,
  reach: index ? null : 44.25,
  port: `P${index + 2}`,
}));

const goods = [
  { __typename: 'Bulk', label: 'grain', litres: 1000 },
  { __typename: 'Boxed', label: null, pieces: 12, inner: ['grain', null] },
  { __typename: 'Cold', label: 'fish', celsius: -18.5 },
];

export const cargos = Array.from({ length: 9 }, (_, index) => ({
  __typename: 'Cargo',
  sku: `c${index + 1}`,
  lot: { batch: `b${index % 4}`, year: 2020 + index, secret: 'hidden' },
  title: index === 2 ? null : `Cargo ${index + 1}`,
  weight: index % 4 === 1 ? null : index * 10.5,
  cents: index % 5 === 4 ? null : 1000 + index * 111,
  origin: index === 6 ? null : `P${(index % 7) + 1}`,
  contains: goods.slice(0, index % 4),
  owner: index % 3 === 0 ? null : `s${(index % 6) + 1}`,
  aboard: String((index % 4) * 3 + 1),
  checks: Array.from({ length: index % 3 }, (_unused, nth) => ({
    passed: nth === 0,
    by: `s${nth + 1}`,
    tags: [['x', null], []],
  })),
  warehouse: index % 4 === 3 ? null : `P${(index % 5) + 1}`,
}));

export const sailors = Array.from({ length: 6 }, (_, index) => ({
  __typename: 'Sailor',
  id: `s${index + 1}`,
  nick: index === 3 ? null : `Nick${index + 1}`,
  aboard: index === 4 ? null : String(index * 2 + 1),
  mentor: index === 0 ? null : `s${index}`,
  ranks: [['DECK'], ['DECK', null, 'MATE'], null, [], ['MASTER'], ['MATE']][index],
}));

const incidentTypes = ['Collision', 'Spill', 'Delay'];
const severities = ['LOW', 'HIGH', 'FATAL'];

export const incidents = Array.from({ length: 10 }, (_, index) => ({
  __typename: incidentTypes[index % 3],
  id: `i${index + 1}`,
  at: index % 4 === 3 ? null : `2024-02-1${index}T10:00:00Z`,
  severity: severities[(index >> 1) % 3],
  craft: String((index % 12) + 1),
  other: index === 6 ? null : String(((index + 3) % 12) + 1),
  litres: index === 4 ? null : index * 1.5,
  cargo: `c${(index % 9) + 1}`,
  minutes: index * 60,
}));

/** @template T @param {T[]} rows @param {keyof T} key @returns {(value: unknown) => T | null} */
const finder = (rows, key) => {
  const index = new Map(rows.map((row) => [row[key], row]));
  return (value) => index.get(/** @type {any} */ (value)) ?? null;
};

export const craftById = finder(crafts, 'id');
export const portByCode = finder(ports, 'code');
export const craneById = finder(cranes, 'id');
export const cargoBySku = finder(cargos, 'sku');
export const sailorById = finder(sailors, 'id');

/** @param {{ batch: string, year: number }} lot */
export const cargoByLot = (lot) =>
  cargos.find((row) => row.lot.batch === lot.batch && row.lot.year === lot.year) ?? null;
/** @param {string} code @param {number} number */
export const lineByKey = (code, number) =>
  ferryLines.find((row) => row.operator.code === code && row.number === number) ?? null;
/** @param {string} iso @param {number} slot */
export const portBySlot = (iso, slot) =>
  ports.find((row) => row.country.iso === iso && row.slot === slot) ?? null;
