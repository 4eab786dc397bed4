import type typescript from 'typescript';
import { constructorIn, superCallsIn } from '../syntax/constructors';
import { locationOf, type Location } from '../syntax/location';
import { hasModifier, isStatic } from '../syntax/modifiers';
import { ts } from '../syntax/typescript';
import { writesToFields } from '../syntax/writes';
import { bindArguments, evaluateArguments } from './arguments';
import { absent, either, literal, objectOf, unknown } from './build-value';
import { afterWrites } from './flow';
import { frameAround } from './frame';
import { nameOf } from './member-names';
import type { ClassValue, Frame, ImportedValue, ObjectValue, PropertyValue, Value } from './value';

export function classOf(node: typescript.ClassLikeDeclaration, frame: Frame): ClassValue {
  return { kind: 'class', node, scope: frame, at: locationOf(node) };
}

/** What a class extends; undefined when nothing. */
export function baseOf({ node, scope }: ClassValue): Value | undefined {
  const clause = node.heritageClauses?.find((each) => each.token === ts.SyntaxKind.ExtendsKeyword);
  const [type] = clause?.types ?? [];
  return type && scope.evaluate(type.expression);
}

/** The class of a package that a class of the workspace ends in, and what its constructor gets. */
export interface PackageConstruction {
  readonly of: ImportedValue;
  readonly args: readonly Value[];
  /** The `super(…)` that passes them on; null where a class has no constructor of its own. */
  readonly superCall: typescript.CallExpression | null;
  /** The one of them that reaches the package's class itself; null where no class on the way has a constructor. */
  readonly lastSuperCall: typescript.CallExpression | null;
}

/** What `new Sub(…args)` gives to the package's class that `Sub` extends; null where it extends none. */
export function packageConstruction(sub: ClassValue, args: readonly Value[]): PackageConstruction | null {
  const base = baseOf(sub);
  if (base?.kind !== 'imported' && base?.kind !== 'class') return null;
  const constructor = constructorIn(sub.node);
  const passed = constructor ? superArguments(constructor, sub, args) : null;
  const passedArgs = passed?.args ?? args;
  const superCall = passed?.call ?? null;
  if (base.kind === 'imported') return { of: base, args: passedArgs, superCall, lastSuperCall: superCall };
  const found = packageConstruction(base, passedArgs);
  if (!found) return null;
  return {
    ...found,
    superCall: superCall ?? found.superCall,
    lastSuperCall: found.lastSuperCall ?? superCall,
  };
}

function superArguments(
  constructor: typescript.ConstructorDeclaration,
  { node, scope, at }: ClassValue,
  args: readonly Value[],
): { args: readonly Value[]; call: typescript.CallExpression | null } {
  const [call, another] = superCallsIn(node);
  if (!call || another) return { args: [unknown(at), unknown(at), unknown(at)], call: call ?? null };
  const frame = bindArguments(constructor.parameters, args, { code: node, outer: scope, once: null });
  return { args: evaluateArguments(call.arguments, frame), call };
}

/** `new Sub(…)` of a class of the workspace that extends no package's class: an object of its fields and methods. */
export function construct(sub: ClassValue, args: readonly Value[], once: string | null, derived?: ObjectValue): Value {
  const frame = bindArguments(constructorParameters(sub.node), args, { code: sub.node, outer: sub.scope, once });
  return objectOfClass(sub, frame, { args, derived });
}

/** What the constructor of a class takes; nothing where it has none of its own. */
export function constructorParameters(
  node: typescript.ClassLikeDeclaration,
): readonly typescript.ParameterDeclaration[] {
  return constructorIn(node)?.parameters ?? [];
}

/** The `this` of a class whose instances are not followed one by one: its fields, and whatever the constructor gets. */
export function instanceOf(owner: typescript.ClassLikeDeclaration, frame: Frame): Value {
  const outer = frameAround(owner, frame);
  const instance = (): Value => objectOfClass(classOf(owner, outer), outer);
  return outer.code ? instance() : frame.evaluator.remember(owner, locationOf(owner), instance);
}

/** What is known of an instance that is followed: what its constructor got, and whose base class this is. */
interface Followed {
  readonly args: readonly Value[];
  /** The `this` of the subclass, whose members may override. */
  readonly derived: ObjectValue | undefined;
}

function objectOfClass(sub: ClassValue, frame: Frame, followed?: Followed): Value {
  const base = baseOf(sub);
  const properties = new Map<string, PropertyValue>();
  const own = objectOf(properties, sub.at, { open: base !== undefined && base.kind !== 'class' });
  const self = followed?.derived ?? own;
  if (followed) frame.self = self;
  if (base?.kind === 'class' && base.node !== sub.node) {
    const inherited = followed
      ? construct(base, passedToBase(sub, followed.args), frame.once, self)
      : objectOfClass(base, base.scope);
    for (const [name, property] of inherited.kind === 'object' ? inherited.properties : [])
      properties.set(name, property);
  }
  for (const [name, property] of members(sub, frame)) {
    properties.set(name, followed ? property : perhapsOverridden(sub.node, name, property, frame));
  }
  return own;
}

function passedToBase(sub: ClassValue, args: readonly Value[]): readonly Value[] {
  const constructor = constructorIn(sub.node);
  return constructor ? superArguments(constructor, sub, args).args : args;
}

/** What a subclass is meant to replace is not known where it is not known which class the instance is of. */
function perhapsOverridden(
  owner: typescript.ClassLikeDeclaration,
  name: string,
  property: PropertyValue,
  { evaluator }: Frame,
): PropertyValue {
  const member = owner.members.find((each) => each.name && 'text' in each.name && each.name.text === name);
  const isAbstract =
    hasModifier(owner, ts.SyntaxKind.AbstractKeyword) && !hasModifier(member, ts.SyntaxKind.PrivateKeyword);
  if (!member || !(isAbstract || hasModifier(member, ts.SyntaxKind.ProtectedKeyword))) return property;
  if (ts.isPropertyDeclaration(member) && hasModifier(member, ts.SyntaxKind.ReadonlyKeyword)) return property;
  return evaluator.property(property.at, () => either([property.value, unknown(property.at)], property.at));
}

function* members(sub: ClassValue, frame: Frame): Iterable<readonly [string, PropertyValue]> {
  const names = new Set<string>();
  for (const parameter of constructorParameters(sub.node)) {
    if (!ts.isIdentifier(parameter.name) || !ts.isParameterPropertyDeclaration(parameter, parameter.parent)) continue;
    const { name } = parameter;
    names.add(name.text);
    yield [name.text, frame.evaluator.property(locationOf(parameter), () => frame.evaluate(name))];
  }
  for (const member of sub.node.members) {
    if (!member.name || isStatic(member)) continue;
    const name = nameOf(member.name, frame);
    if (name === undefined) continue;
    names.add(name);
    yield [name, frame.evaluator.property(locationOf(member), () => memberValue(sub.node, member, name, frame))];
  }
  for (const name of writesToFields(sub.node).keys()) {
    if (names.has(name)) continue;
    yield [name, frame.evaluator.property(sub.at, () => fieldValue(sub.node, sub.node, name, undefined, frame))];
  }
}

function memberValue(
  owner: typescript.ClassLikeDeclaration,
  member: typescript.ClassElement,
  name: string,
  frame: Frame,
): Value {
  const at = locationOf(member);
  if (ts.isMethodDeclaration(member)) return { kind: 'function', node: member, scope: frame, at };
  if (ts.isGetAccessor(member)) return frame.evaluator.call({ kind: 'function', node: member, scope: frame, at }, []);
  if (!ts.isPropertyDeclaration(member)) return unknown(at);
  return fieldValue(owner, member, name, member.initializer, frame);
}

function fieldValue(
  owner: typescript.ClassLikeDeclaration,
  declaration: typescript.Node,
  name: string,
  initializer: typescript.Expression | undefined,
  frame: Frame,
): Value {
  const declared = initializer ? frame.evaluate(initializer) : literal(undefined, locationOf(declaration));
  const writes = writesToFields(owner).get(name) ?? [];
  // Declared and never set here: by a subclass, a decorator, or from outside.
  if (!initializer && writes.length === 0) return unknown(declared.at);
  const variable = { declared, isInitialized: !!initializer, name, owner };
  return afterWrites(variable, writes, { reader: owner, frame });
}

/** `Sub.name`. */
export function staticMember(sub: ClassValue, name: string, at: Location): Value {
  const frame = sub.scope;
  for (const member of sub.node.members) {
    if (!member.name || !isStatic(member) || nameOf(member.name, frame) !== name) continue;
    return memberValue(sub.node, member, name, frame);
  }
  return sub.node.heritageClauses ? unknown(at) : absent(at);
}
