import { z } from 'zod';
import { configSchema } from './schema.js';

const REFERENCE = '\\$\\{env\\.';

type Json = Record<string, unknown>;

/** Every value may also be a reference to the environment, which editors must not mark as wrong. */
const allowReferences = (node: Json): void => {
  if (typeof node['pattern'] === 'string') node['pattern'] = `${node['pattern']}|${REFERENCE}`;
  const isNumeric = ['integer', 'number', 'boolean'].includes(String(node['type']));
  if (!isNumeric && node['enum'] === undefined) return;
  const { type, enum: values, minimum, maximum, ...rest } = node;
  for (const key of Object.keys(node)) delete node[key];
  const plain = Object.fromEntries(
    Object.entries({ type, enum: values, minimum, maximum }).filter(([, value]) => value !== undefined),
  );
  Object.assign(node, rest, { anyOf: [plain, { type: 'string', pattern: REFERENCE }] });
};

/** JSON Schema (draft 2020-12) of gateway.yaml for editors, generated from the table that validates. */
export const configJsonSchema = (): Json => {
  const schema = z.toJSONSchema(configSchema, {
    io: 'input',
    override: ({ jsonSchema }) => allowReferences(jsonSchema as Json),
  }) as Json;
  const { $schema, properties, ...rest } = schema;
  const profiles = {
    description:
      'Keys laid over the rest when SPORK_PROFILE, by default the mode (development or production), is the name.',
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: profileProperties(properties as Json),
      additionalProperties: false,
    },
  };
  return { $schema, title: 'gateway.yaml', ...rest, properties: { ...(properties as Json), profiles } };
};

const profileProperties = (properties: Json): Json =>
  Object.fromEntries(Object.keys(properties).map((key) => [key, { $ref: `#/properties/${key}` }]));
