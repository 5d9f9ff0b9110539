/** What to do about the composition errors that people meet most. */
const ADVICE: Readonly<Record<string, string>> = {
  INVALID_GRAPHQL: 'Correct the SDL at the place given.',
  INVALID_FIELD_SHARING:
    'Mark the field @shareable in every subgraph that resolves it, or keep it in one subgraph only.',
  SATISFIABILITY_ERROR:
    'Add a @key to the type in the subgraphs named, or make the field resolvable from both sides.',
  NO_QUERIES: 'Define at least one field of type Query in some subgraph.',
  FIELD_TYPE_MISMATCH: 'Give the field the same type in every subgraph.',
  FIELD_ARGUMENT_TYPE_MISMATCH: 'Give the argument the same type in every subgraph.',
  FIELD_ARGUMENT_DEFAULT_MISMATCH: 'Give the argument the same default value in every subgraph.',
  TYPE_KIND_MISMATCH:
    'Define the type with the same keyword (type, interface, union, enum, input, scalar) in every subgraph, or rename one.',
  KEY_INVALID_FIELDS: 'Name only fields that the type has in the `fields` of @key.',
  KEY_FIELDS_HAS_ARGS: 'Use only fields without arguments in @key.',
  REQUIRES_INVALID_FIELDS: 'Declare the fields that @requires names in this subgraph, marked @external.',
  REQUIRES_FIELDS_MISSING_EXTERNAL: 'Mark the fields that @requires names as @external.',
  PROVIDES_INVALID_FIELDS: 'Declare the fields that @provides names in this subgraph.',
  PROVIDES_FIELDS_MISSING_EXTERNAL: 'Mark the fields that @provides names as @external.',
  EXTERNAL_UNUSED: 'Remove @external, or use the field in @key, @requires or @provides.',
  EXTERNAL_MISSING_ON_BASE: 'Define the field without @external in the subgraph that owns it.',
  EXTENSION_WITH_NO_BASE: 'Define the type in some subgraph, or write `type` in place of `extend type`.',
  ENUM_VALUE_MISMATCH:
    'Give the enum the same values in every subgraph: it is used for input and for output.',
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: 'Add the argument in every subgraph, or make it optional.',
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH:
    'Add the input field in every subgraph, or make it optional.',
  INTERFACE_FIELD_NO_IMPLEM: 'Add the field to the implementing type in some subgraph.',
  INVALID_LINK_DIRECTIVE_USAGE: 'Correct the @link at the place given; see the names that the spec exports.',
  UNKNOWN_FEDERATION_LINK_VERSION:
    'Link a federation version that this composition knows, for example https://specs.apollo.dev/federation/v2.9.',
  OVERRIDE_FROM_SELF_ERROR: 'Name another subgraph in `from` of @override.',
  REFERENCED_INACCESSIBLE: 'Mark what refers to the element @inaccessible too, or make the element visible.',
  COMPOSITION_TIMEOUT:
    'Compose again; if it happens again, look for @shareable fields that many subgraphs share.',
};

/** What to do about a composition error; undefined when the message has to do. */
export const adviceFor = (code: string): string | undefined =>
  Object.hasOwn(ADVICE, code) ? ADVICE[code] : undefined;
