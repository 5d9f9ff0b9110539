import {
  buildASTSchema,
  Kind,
  visit,
  type ASTNode,
  type ASTVisitor,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  type NamedTypeNode,
} from 'graphql';
import { nextTurn } from '../lib/index.js';
import { LoadError, messageOf } from './load-error.js';
import { directiveName, linkedSpecs, specIdentity, specMembership } from './linked-specs.js';

/** Directives whose application clients can see by introspection. */
const VISIBLE = new Set(['deprecated', 'specifiedBy', 'oneOf']);
/** A supergraph may define these for itself; clients get the gateway's own. */
const INCREMENTAL = new Set(['defer', 'stream']);

interface Hidden {
  directive(definition: DirectiveDefinitionNode): boolean;
  type(name: string): boolean;
  /** Marked with `@inaccessible`. */
  marked(node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): boolean;
}

const inaccessibleNames = (document: DocumentNode, directive: string | undefined): Set<string> => {
  const names = new Set<string>();
  if (directive === undefined) return names;
  for (const definition of document.definitions) {
    if (
      !('name' in definition) ||
      definition.name === undefined ||
      definition.kind === Kind.DIRECTIVE_DEFINITION
    )
      continue;
    if (definition.directives?.some(({ name }) => name.value === directive)) names.add(definition.name.value);
  }
  return names;
};

const findHidden = (document: DocumentNode): Hidden => {
  const specs = linkedSpecs(document);
  const member = specMembership(specs);
  const spec = specs.find(({ identity }) => identity === specIdentity('inaccessible'));
  const inaccessible = spec && directiveName(spec, 'inaccessible');
  const types = inaccessibleNames(document, inaccessible);
  return {
    directive: ({ name }) => member.isDirective(name.value) || INCREMENTAL.has(name.value),
    type: (name) => types.has(name) || member.isType(name),
    marked: ({ directives }) =>
      inaccessible !== undefined && (directives?.some(({ name }) => name.value === inaccessible) ?? false),
  };
};

const hiddenDefinition = (definition: DefinitionNode, hidden: Hidden): boolean => {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return hidden.directive(definition);
  return 'name' in definition && definition.name !== undefined && hidden.type(definition.name.value);
};

const visitor = (hidden: Hidden): ASTVisitor => {
  const dropMarked = (node: ASTNode & { readonly directives?: readonly ConstDirectiveNode[] | undefined }) =>
    hidden.marked(node) ? null : undefined;
  const visible = (types: readonly NamedTypeNode[] | undefined): NamedTypeNode[] =>
    (types ?? []).filter(({ name }) => !hidden.type(name.value));
  const withInterfaces = <T extends { readonly interfaces?: readonly NamedTypeNode[] | undefined }>(
    node: T,
  ): T => (node.interfaces?.length ? { ...node, interfaces: visible(node.interfaces) } : node);
  return {
    FieldDefinition: { enter: dropMarked },
    InputValueDefinition: { enter: dropMarked },
    EnumValueDefinition: { enter: dropMarked },
    OperationTypeDefinition: { enter: ({ type }) => (hidden.type(type.name.value) ? null : undefined) },
    UnionTypeDefinition: { enter: (node) => ({ ...node, types: visible(node.types) }) },
    UnionTypeExtension: { enter: (node) => ({ ...node, types: visible(node.types) }) },
    ObjectTypeDefinition: { enter: withInterfaces },
    ObjectTypeExtension: { enter: withInterfaces },
    InterfaceTypeDefinition: { enter: withInterfaces },
    InterfaceTypeExtension: { enter: withInterfaces },
    Directive: { leave: ({ name }) => (VISIBLE.has(name.value) ? undefined : null) },
  };
};

/** Definitions that are looked at in one turn of the event loop: some milliseconds. */
const DEFINITIONS_PER_TURN = 100;

/**
 * What clients see of a supergraph: no federation machinery, nothing `@inaccessible`. Definitions keep their order.
 * The supergraph must be one that `readSupergraph` accepts; it is not validated again. Requests that are served meanwhile
 * get their turns.
 * @throws LoadError when it names types that it does not define.
 */
export const buildApiSchema = async (document: DocumentNode): Promise<GraphQLSchema> => {
  const hidden = findHidden(document);
  const definitions = document.definitions.filter((definition) => !hiddenDefinition(definition, hidden));
  const withoutHidden = visitor(hidden);
  const visible: DefinitionNode[] = [];
  for (let from = 0; from < definitions.length; from += DEFINITIONS_PER_TURN) {
    const part = definitions.slice(from, from + DEFINITIONS_PER_TURN);
    visible.push(...visit({ ...document, definitions: part }, withoutHidden).definitions);
    await nextTurn();
  }
  try {
    return buildASTSchema({ ...document, definitions: visible }, { assumeValid: true, assumeValidSDL: true });
  } catch (error) {
    const reason = messageOf(error).replace(/\.$/, '');
    throw new LoadError(
      `The supergraph cannot be used, as a part of it is missing: ${reason}.`,
      undefined,
      error,
    );
  }
};
