/** The four subgraphs of the harbour in SDL. */
const link = (/** @type {string} */ ...names) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [${names.map((name) => `"@${name}"`).join(', ')}])`;

const craftFields = `
  id: ID!
  name(upper: Boolean = false): String!
  tonnage: Float
  flags: [Flag!]!
  size: Dimensions
  home: Port
  route: [[Waypoint]]
  built: Moment
  sister: Craft
  inspection: String
  stamp: String!
`;

export const fleet = `
${link('key', 'shareable', 'external', 'requires', 'provides', 'inaccessible', 'tag')}
scalar Moment
scalar Blob
enum Flag { RED GREEN BLUE SECRET @inaccessible }
enum AssetKind { FREIGHTER FERRY }
enum Unit { TEU TONNE }
input CraftFilter { flags: [Flag!], minTonnage: Float, and: CraftIds, hidden: Int @inaccessible }
input CraftIds { ids: [ID!], strict: Boolean! = true }
input RenameInput { id: ID!, name: String, note: Blob }
type Query {
  craft(id: ID!): Craft
  crafts(filter: CraftFilter, first: Int = 4, debug: Boolean @inaccessible): [Craft!]!
  assets(kinds: [AssetKind!]): [Asset]
  node(id: ID!): Node
  freighter(id: ID!): Freighter
  ferries(flags: [Flag!] = [RED, GREEN]): [Ferry]
  harbourName: String! @shareable
  echo(blob: Blob, moment: Moment, matrix: [[Int]], weight: Float = 1.5, on: Boolean = true, id: ID, text: String = "t", filter: CraftFilter): String
  secret: Secret @inaccessible
}
type Mutation { renameCraft(input: RenameInput!): Craft, retireCraft(id: ID!): Retired! }
type Retired { ok: Boolean!, craft: Craft, left: [Ferry] }
type Secret @inaccessible { word: String }
interface Node { id: ID! }
interface Craft implements Node @key(fields: "id") { ${craftFields} shadow: String @inaccessible }
type Freighter implements Craft & Node @key(fields: "id") { ${craftFields} shadow: String
  capacity(unit: Unit = TEU): Int!  containers: Int  escort: Tug  extras: Blob }
type Ferry implements Craft & Node @key(fields: "id") { ${craftFields} shadow: String @inaccessible
  seats: Int!  decks: [[Int!]]!  line: FerryLine }
type Tug implements Craft & Node @key(fields: "id") { ${craftFields} shadow: String
  power: Int @tag(name: "x")  assisting: [Craft] }
type FerryLine @key(fields: "operator { code } number") { operator: Operator!  number: Int!  stops: [Port!]! }
type Operator @shareable { code: ID!  title: String }
union Asset = Freighter | Ferry
type Waypoint { lat: Float!  lon: Float!  note: String  port: Port }
type Dimensions @shareable { length: Float!  beam: Float! }
type Port @key(fields: "code", resolvable: false) { code: ID! }
`;

export const ports = `
${link('key', 'shareable', 'external', 'requires', 'provides', 'inaccessible')}
enum LengthUnit { METER FOOT }
enum Currency { EUR USD }
input Slot { iso: ID!, slot: Int = 0 }
type Query {
  ports(first: Int = 3): [Port!]!
  port(code: ID, at: Slot): Port
  dockside: [Asset]!
  places: [Place!]
  harbourName: String! @shareable
}
interface Place { title: String  country: Country! }
type Port implements Place @key(fields: "code") @key(fields: "country { iso } slot") {
  code: ID!  slot: Int!  country: Country!  title: String @shareable  depth(unit: LengthUnit = METER): Float!
  berths(first: Int): [Berth!]!  currency: Currency  tide: Float }
type Island implements Place { title: String  country: Country!  area: Float }
type Country @shareable { iso: ID!  title: String  anthem: String @inaccessible }
type Berth { number: Int!  length: Int  docked: Docked }
union Docked = Freighter | Ferry | Crane
union Asset = Freighter | Crane
type Crane @key(fields: "id") { id: ID!  reach: Float  port: Port! }
type Dimensions @shareable { length: Float!  beam: Float! }
type Freighter @key(fields: "id") { id: ID!  size: Dimensions @external  home: Port @external
  travel: String! @requires(fields: "size { length } home { country { iso } }") }
type Ferry @key(fields: "id", resolvable: false) { id: ID! }
type FerryLine @key(fields: "operator { code } number") { operator: Operator! @external  number: Int!  fare: Float }
type Operator @shareable { code: ID! }
type Money @shareable { amount: Int!  currency: Currency! }
type Cargo @key(fields: "sku") { sku: ID!  weight: Float @external  price(currency: Currency = EUR): Money @external
  duty(percent: Float = 10): Float @requires(fields: "weight price(currency: USD) { amount }")
  warehouse: Port  mark: String! }
`;

export const logs = `
${link('key', 'shareable', 'external', 'requires', 'provides', 'interfaceObject')}
scalar Moment
enum Severity { LOW HIGH FATAL }
enum Rank { DECK MATE MASTER }
input IncidentInput { craft: ID!, severity: Severity, minutes: Int = 5, at: Moment }
type Query {
  incidents(severity: Severity = HIGH): [Incident!]!
  sailor(id: ID!): Sailor
  reports: [[Report]]
  topRated(first: Int = 2): [Craft!]!
}
type Mutation { fileIncident(input: IncidentInput!): Incident! }
interface Node { id: ID! }
interface Incident { id: ID!  at: Moment  severity: Severity!  craft: Craft! }
type Collision implements Incident { id: ID!  at: Moment  severity: Severity!  craft: Craft!  other: Craft }
type Spill implements Incident { id: ID!  at: Moment  severity: Severity!  craft: Craft!  litres: Float  cargo: Cargo! }
type Delay implements Incident { id: ID!  at: Moment  severity: Severity!  craft: Craft!  minutes: Int! }
union Report = Collision | Spill | Delay | Sailor
type Craft @key(fields: "id") @interfaceObject { id: ID!  name(upper: Boolean = false): String! @external
  incidents(limit: Int = 3, severity: Severity): [Incident!]!  rating: Float  captain: Sailor
  banner(prefix: String = "~"): String! @requires(fields: "name")  logbook: [String]  seal: String! }
type Sailor implements Node @key(fields: "id") { id: ID!  nick: String @shareable  aboard: Craft  mentor: Sailor  ranks: [Rank] }
type Cargo @key(fields: "lot { batch year }") { lot: Lot!  checks: [Check!]! }
type Lot @shareable { batch: ID!  year: Int! }
type Check { passed: Boolean!  by: Sailor  tags: [[String]!]! }
`;

export const trade = `
${link('key', 'shareable', 'external', 'requires', 'provides', 'inaccessible')}
enum Currency { EUR USD }
enum Unit { TEU TONNE }
type Query { cargo(sku: ID!): Cargo  cargos(first: Int = 4): [Cargo!]  goods: [[Goods]] }
type Mutation { moveCargo(sku: ID!, to: ID): Cargo }
type Cargo @key(fields: "sku") @key(fields: "lot { batch year }") { sku: ID!  lot: Lot!  title: String  weight: Float
  price(currency: Currency = EUR): Money  origin: Port @provides(fields: "title")  contains: [Goods!]!
  owner: Sailor @provides(fields: "nick")  vessel: Freighter! }
type Lot @shareable { batch: ID!  year: Int!  secret: String @inaccessible }
type Money @shareable { amount: Int!  currency: Currency! }
interface Ware { label: String }
type Bulk implements Ware { label: String  litres: Int }
type Boxed implements Ware { label: String  pieces: Int!  inner: [Ware] }
type Cold implements Ware { label: String  celsius: Float! }
union Goods = Bulk | Boxed | Cold
type Port @key(fields: "code") { code: ID!  title: String @external  exports(first: Int = 2): [Cargo!]! }
type Sailor @key(fields: "id") { id: ID!  nick: String @external  goods: [Cargo!]! }
type Freighter @key(fields: "id") { id: ID!  capacity(unit: Unit = TEU): Int! @external  tonnage: Float @external
  cargo(first: Int = 5): [Cargo!]!  loadFactor: Float @requires(fields: "capacity(unit: TONNE) tonnage") }
`;
