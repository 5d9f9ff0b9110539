import { Kind, type ConstDirectiveNode, type ConstValueNode, type DocumentNode } from 'graphql';

/** One specification that a supergraph links, with the names it has in this schema. */
export interface LinkedSpec {
  /** URL without the version, e.g. `https://specs.apollo.dev/join`; what a spec is known by, whatever it is called here. */
  readonly identity: string;
  /** E.g. `0.3`; empty when the URL has none. */
  readonly version: string;
  readonly url: string;
  /** Prefix in this schema: `join` of `join__Graph`, or what `as:` says. */
  readonly prefix: string;
  readonly purpose: 'SECURITY' | 'EXECUTION' | undefined;
  /** Spec name to local name of what is imported, e.g. `@tag` to `@label`. */
  readonly imports: ReadonlyMap<string, string>;
}

const SPEC_HOST = 'https://specs.apollo.dev/';
const VERSIONED = /^(.*\/([^/]+))\/v(\d+\.\d+)$/;

/** Identity of a specification of federation itself. */
export const specIdentity = (name: string): string => SPEC_HOST + name;

const argument = (directive: ConstDirectiveNode, name: string): ConstValueNode | undefined =>
  directive.arguments?.find((candidate) => candidate.name.value === name)?.value;

const text = (value: ConstValueNode | undefined): string | undefined =>
  value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;

const importsOf = (value: ConstValueNode | undefined): Map<string, string> => {
  const imports = new Map<string, string>();
  if (value?.kind !== Kind.LIST) return imports;
  for (const item of value.values) {
    if (item.kind === Kind.STRING) imports.set(item.value, item.value);
    if (item.kind !== Kind.OBJECT) continue;
    const field = (key: string): string | undefined =>
      text(item.fields.find(({ name }) => name.value === key)?.value);
    const name = field('name');
    if (name !== undefined) imports.set(name, field('as') ?? name);
  }
  return imports;
};

const linkedSpec = (directive: ConstDirectiveNode): LinkedSpec | undefined => {
  const url = text(argument(directive, 'url') ?? argument(directive, 'feature'));
  if (url === undefined) return undefined;
  const match = VERSIONED.exec(url.replace(/\/$/, ''));
  const purpose = text(argument(directive, 'for'));
  return {
    identity: match?.[1] ?? url,
    version: match?.[3] ?? '',
    url,
    prefix: text(argument(directive, 'as')) ?? match?.[2] ?? url.slice(url.lastIndexOf('/') + 1),
    purpose: purpose === 'SECURITY' || purpose === 'EXECUTION' ? purpose : undefined,
    imports: importsOf(argument(directive, 'import')),
  };
};

const schemaDirectives = (document: DocumentNode): ConstDirectiveNode[] =>
  document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? [...(definition.directives ?? [])]
      : [],
  );

const BOOTSTRAP = new Set([specIdentity('link'), specIdentity('core')]);

/** Every spec linked by the schema element, through `@link` or `@core`, whatever those are called in this schema. */
export const linkedSpecs = (document: DocumentNode): LinkedSpec[] => {
  const found = schemaDirectives(document).flatMap((directive) => {
    const spec = linkedSpec(directive);
    return spec ? [{ directive: directive.name.value, spec }] : [];
  });
  // The directive that links is the one that links itself; other directives of the schema element may have a `url` too.
  const linking = new Set(
    found
      .filter(
        ({ directive, spec }) =>
          BOOTSTRAP.has(spec.identity) && directiveName(spec, bareName(spec)) === directive,
      )
      .map(({ directive }) => directive),
  );
  // Subgraphs may link federation without linking link itself.
  if (linking.size === 0) linking.add('link');
  return found.filter(({ directive }) => linking.has(directive)).map(({ spec }) => spec);
};

const bareName = (spec: LinkedSpec): string => spec.identity.slice(spec.identity.lastIndexOf('/') + 1);

/** Name in this schema of the directive `name` of `spec`, without `@`. */
export const directiveName = (spec: LinkedSpec, name: string): string => {
  const imported = spec.imports.get('@' + name);
  if (imported !== undefined) return imported.slice(1);
  return name === bareName(spec) ? spec.prefix : `${spec.prefix}__${name}`;
};

/** Name in this schema of the type `name` of `spec`. */
export const typeName = (spec: LinkedSpec, name: string): string =>
  spec.imports.get(name) ?? `${spec.prefix}__${name}`;

/** Tells whether a directive or type definition belongs to one of the linked specs rather than to the users. */
export const specMembership = (
  specs: readonly LinkedSpec[],
): { isDirective(name: string): boolean; isType(name: string): boolean } => {
  const prefixes = specs.map(({ prefix }) => prefix + '__');
  const exact = new Set(specs.flatMap(({ prefix, imports }) => ['@' + prefix, ...imports.values()]));
  const prefixed = (name: string): boolean => prefixes.some((prefix) => name.startsWith(prefix));
  return {
    isDirective: (name) => exact.has('@' + name) || prefixed(name),
    isType: (name) => exact.has(name) || prefixed(name),
  };
};
