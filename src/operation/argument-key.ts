import { Kind, type FieldNode, type ValueNode } from 'graphql';

const keys = new WeakMap<FieldNode, string>();

/** Text that is equal for two fields exactly when their arguments are: order of arguments and of object fields is free. */
export function argumentsKey(field: FieldNode): string {
  const nodes = field.arguments;
  if (nodes === undefined || nodes.length === 0) return '';
  const known = keys.get(field);
  if (known !== undefined) return known;
  // A repeated argument is refused by another rule; the last one counts, as in graphql-js, and the number is a part.
  const values = new Map(nodes.map((node) => [node.name.value, valueKey(node.value)]));
  const key = `${nodes.length}:${sorted(values).join()}`;
  keys.set(field, key);
  return key;
}

function sorted(values: ReadonlyMap<string, string>): string[] {
  return [...values].map(([name, value]) => `${name}:${value}`).sort();
}

function valueKey(value: ValueNode): string {
  switch (value.kind) {
    case Kind.VARIABLE:
      return `$${value.name.value}`;
    case Kind.OBJECT:
      return `{${value.fields
        .map((field) => `${field.name.value}:${valueKey(field.value)}`)
        .sort()
        .join()}}`;
    case Kind.LIST:
      return `[${value.values.map(valueKey).join()}]`;
    case Kind.STRING:
      return `${value.block === true ? 'block' : ''}${JSON.stringify(value.value)}`;
    case Kind.NULL:
      return 'null';
    case Kind.BOOLEAN:
      return String(value.value);
    default:
      // The kind keeps the enum value, the integer and the float of one spelling apart.
      return `${value.kind}(${value.value})`;
  }
}
