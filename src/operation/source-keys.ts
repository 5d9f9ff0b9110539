import type { FieldNode } from 'graphql';

/** A path of an error, as far as it is known. */
type Path = readonly (string | number)[];

/** Names of fields in keys and in `@requires`; true for those that are required with arguments. */
export type ReservedKeys = ReadonlyMap<string, boolean>;

/**
 * The keys under which fields are asked for. Planners fetch key fields and required fields under their own names, so a
 * client that selects something else under such a name (`id: name`, `price(currency: EUR)`) would mix the two up. Its
 * fields travel under another key and get their name back in the answer.
 */
export class SourceKeys {
  private readonly reserved: ReservedKeys;
  private readonly suffix: string;

  /**
   * @param text the client's document: no name in it ends with the suffix that is chosen.
   */
  constructor(reserved: ReservedKeys, text: string) {
    this.reserved = reserved;
    let suffix = '_';
    while (text.includes(suffix)) suffix += '_';
    this.suffix = suffix;
  }

  /** The key under which a field is fetched. */
  of(field: FieldNode): string {
    const key = (field.alias ?? field.name).value;
    const withArguments = this.reserved.get(key);
    if (withArguments === undefined) return key;
    const differs = field.alias !== undefined || (field.arguments?.length ?? 0) > 0;
    return differs || withArguments ? key + this.suffix : key;
  }

  /** A path in fetched data as the client knows it. */
  clientPath(path: Path): Path {
    return path.map((key) =>
      typeof key === 'string' && key.endsWith(this.suffix) ? key.slice(0, -this.suffix.length) : key,
    );
  }
}
