import { abstractTypes } from './abstract-types.js';
import { childTypeMismatch } from './child-type-mismatch.js';
import { circularReferenceInterface } from './circular-reference-interface.js';
import { complexEntityCall } from './complex-entity-call.js';
import { corruptedSupergraphNodeId } from './corrupted-supergraph-node-id.js';
import { enumIntersection } from './enum-intersection.js';
import { fed1ExternalExtends } from './fed1-external-extends.js';
import { fed1ExternalExtendsResolvable } from './fed1-external-extends-resolvable.js';
import { fed1ExternalExtension } from './fed1-external-extension.js';
import { fed2ExternalExtends } from './fed2-external-extends.js';
import { fed2ExternalExtension } from './fed2-external-extension.js';
import { includeSkip } from './include-skip.js';
import { inputObjectIntersection } from './input-object-intersection.js';
import { interfaceObjectIndirectExtension } from './interface-object-indirect-extension.js';
import { interfaceObjectWithRequires } from './interface-object-with-requires.js';
import { keysMashup } from './keys-mashup.js';
import { mutations } from './mutations.js';
import { mysteriousExternal } from './mysterious-external.js';
import { nestedProvides } from './nested-provides.js';
import { node } from './node.js';
import { nonResolvableInterfaceObject } from './non-resolvable-interface-object.js';
import { nullKeys } from './null-keys.js';
import { overrideTypeInterface } from './override-type-interface.js';
import { overrideWithRequires } from './override-with-requires.js';
import { parentEntityCall } from './parent-entity-call.js';
import { parentEntityCallComplex } from './parent-entity-call-complex.js';
import { partialUnion } from './partial-union.js';
import { partialUnionComplex } from './partial-union-complex.js';
import { providesOnInterface } from './provides-on-interface.js';
import { providesOnUnion } from './provides-on-union.js';
import { requiresCircular } from './requires-circular.js';
import { requiresInterface } from './requires-interface.js';
import { requiresRequires } from './requires-requires.js';
import { requiresWithArgumentConflict } from './requires-with-argument-conflict.js';
import { requiresWithArgument } from './requires-with-argument.js';
import { requiresWithFragments } from './requires-with-fragments.js';
import { sharedRoot } from './shared-root.js';
import { simpleEntityCall } from './simple-entity-call.js';
import { simpleInaccessible } from './simple-inaccessible.js';
import { simpleInterfaceObject } from './simple-interface-object.js';
import { simpleOverride } from './simple-override.js';
import { simpleRequiresProvides } from './simple-requires-provides.js';
import { typename } from './typename.js';
import { unavailableOverride } from './unavailable-override.js';
import { unionInterfaceDistributed } from './union-interface-distributed.js';
import { unionIntersection } from './union-intersection.js';
import type { Suite } from '../suite.js';

/** Every suite, by topic. */
export const suites: readonly Suite[] = [
  abstractTypes,
  childTypeMismatch,
  circularReferenceInterface,
  complexEntityCall,
  corruptedSupergraphNodeId,
  enumIntersection,
  fed1ExternalExtends,
  fed1ExternalExtendsResolvable,
  fed1ExternalExtension,
  fed2ExternalExtends,
  fed2ExternalExtension,
  includeSkip,
  inputObjectIntersection,
  interfaceObjectIndirectExtension,
  interfaceObjectWithRequires,
  keysMashup,
  mutations,
  mysteriousExternal,
  nestedProvides,
  node,
  nonResolvableInterfaceObject,
  nullKeys,
  overrideTypeInterface,
  overrideWithRequires,
  parentEntityCall,
  parentEntityCallComplex,
  partialUnion,
  partialUnionComplex,
  providesOnInterface,
  providesOnUnion,
  requiresCircular,
  requiresInterface,
  requiresRequires,
  requiresWithArgumentConflict,
  requiresWithArgument,
  requiresWithFragments,
  sharedRoot,
  simpleEntityCall,
  simpleInaccessible,
  simpleInterfaceObject,
  simpleOverride,
  simpleRequiresProvides,
  typename,
  unavailableOverride,
  unionInterfaceDistributed,
  unionIntersection,
];
