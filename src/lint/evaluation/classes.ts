import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import { type Location, locationOf } from '../syntax/location';
import { isStatic } from './bindings';
import { bindArguments } from './calls';
import { environmentOf, type Environment } from './activation';
import type { Evaluator } from './evaluator';
import { afterWrites } from './flow';
import { absent, either, lazyProperty, literal, objectOf, unknown } from './build-value';
import { nameOf } from './objects';
import type { ClassValue, ImportedValue, ObjectValue, PropertyValue, Value } from './value';
import { writesToFields } from '../syntax/writes';

export function classOf(node: typescript.ClassLikeDeclaration, environment: Environment | null): ClassValue {
  return { kind: 'class', node, scope: environment, at: locationOf(node) };
}

/** What a class extends; undefined when nothing. */
export function baseOf({ node, scope }: ClassValue, evaluator: Evaluator): Value | undefined {
  const clause = node.heritageClauses?.find((each) => each.token === ts.SyntaxKind.ExtendsKeyword);
  const [type] = clause?.types ?? [];
  return type && evaluator.evaluateIn(type.expression, scope as Environment | null);
}

/** The class of a package that a class of the workspace ends in, and what its constructor gets. */
export interface PackageConstruction {
  readonly of: ImportedValue;
  readonly args: readonly Value[];
  /** The `super(…)` that passes them on; null where a class has no constructor of its own. */
  readonly superCall: typescript.CallExpression | null;
}

/** What `new Sub(…args)` gives to the package's class that `Sub` extends; null where it extends none. */
export function packageConstruction(
  sub: ClassValue,
  args: readonly Value[],
  evaluator: Evaluator,
): PackageConstruction | null {
  const base = baseOf(sub, evaluator);
  if (base?.kind !== 'imported' && base?.kind !== 'class') return null;
  const constructor = sub.node.members.find(
    (member) => ts.isConstructorDeclaration(member) && member.body !== undefined,
  );
  const passed = constructor
    ? superArguments(constructor as typescript.ConstructorDeclaration, sub, args, evaluator)
    : null;
  const passedArgs = passed?.args ?? args;
  if (base.kind === 'imported') return { of: base, args: passedArgs, superCall: passed?.call ?? null };
  const found = packageConstruction(base, passedArgs, evaluator);
  return found && { ...found, superCall: passed?.call ?? found.superCall };
}

function superArguments(
  constructor: typescript.ConstructorDeclaration,
  { node, scope, at }: ClassValue,
  args: readonly Value[],
  evaluator: Evaluator,
): { args: readonly Value[]; call: typescript.CallExpression | null } {
  const [call, another] = superCalls(constructor);
  if (!call || another) return { args: [unknown(at), unknown(at), unknown(at)], call: call ?? null };
  const environment = bindArguments(constructor.parameters, args, node, scope as Environment | null, null, evaluator);
  return { args: evaluateArguments(call.arguments, environment, evaluator), call };
}

function superCalls(constructor: typescript.ConstructorDeclaration): typescript.CallExpression[] {
  const calls: typescript.CallExpression[] = [];
  const visit = (node: typescript.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) calls.push(node);
    ts.forEachChild(node, visit);
  };
  if (constructor.body) visit(constructor.body);
  return calls;
}

/** The arguments of a call; where a spread is not known, nothing after it is (and there may be more). */
export function evaluateArguments(
  args: readonly typescript.Expression[] | undefined,
  environment: Environment | null,
  evaluator: Evaluator,
): readonly Value[] {
  const values: Value[] = [];
  for (const arg of args ?? []) {
    if (!ts.isSpreadElement(arg)) {
      values.push(evaluator.evaluateIn(arg, environment));
      continue;
    }
    const spread = evaluator.evaluateIn(arg.expression, environment);
    if (spread.kind !== 'array' || spread.open)
      return [...values, ...Array<Value>(MOST_ARGUMENTS).fill(unknown(spread.at))];
    values.push(...spread.elements);
  }
  return values;
}

/** As many as Bull, or a client of it, reads. */
const MOST_ARGUMENTS = 4;

/** `new Sub(…)` of a class of the workspace that extends no package's class: an object of its fields and methods. */
export function construct(
  sub: ClassValue,
  args: readonly Value[],
  once: string | null,
  evaluator: Evaluator,
  derived?: ObjectValue,
): Value {
  const outer = sub.scope as Environment | null;
  const environment = bindArguments(constructorOf(sub.node), args, sub.node, outer, once, evaluator);
  return objectOfClass(sub, environment, evaluator, { args, derived });
}

function constructorOf(node: typescript.ClassLikeDeclaration): readonly typescript.ParameterDeclaration[] {
  return constructorIn(node)?.parameters ?? [];
}

/** The constructor with a body; overloads have none. */
function constructorIn(node: typescript.ClassLikeDeclaration): typescript.ConstructorDeclaration | undefined {
  return node.members.find(
    (member): member is typescript.ConstructorDeclaration => ts.isConstructorDeclaration(member) && !!member.body,
  );
}

/** The `this` of a class whose instances are not followed one by one: its fields, and whatever the constructor gets. */
export function instanceOf(
  owner: typescript.ClassLikeDeclaration,
  environment: Environment | null,
  evaluator: Evaluator,
): Value {
  const outer = environmentOf(owner, environment);
  const make = (): Value => objectOfClass(classOf(owner, outer), outer, evaluator);
  return outer ? make() : evaluator.remember(owner, locationOf(owner), make);
}

/** What is known of an instance that is followed: what its constructor got, and whose base class this is. */
interface Followed {
  readonly args: readonly Value[];
  /** The `this` of the subclass, whose members may override. */
  readonly derived: ObjectValue | undefined;
}

function objectOfClass(
  sub: ClassValue,
  environment: Environment | null,
  evaluator: Evaluator,
  followed?: Followed,
): Value {
  const base = baseOf(sub, evaluator);
  const properties = new Map<string, PropertyValue>();
  const own = objectOf(properties, sub.at, { open: base !== undefined && base.kind !== 'class' });
  const self = followed?.derived ?? own;
  if (followed && environment) environment.self = self;
  if (base?.kind === 'class' && base.node !== sub.node) {
    const inherited = followed
      ? construct(base, passedToBase(sub, followed.args, evaluator), environment?.once ?? null, evaluator, self)
      : objectOfClass(base, base.scope as Environment | null, evaluator);
    for (const [name, property] of inherited.kind === 'object' ? inherited.properties : [])
      properties.set(name, property);
  }
  for (const [name, property] of members(sub, environment, evaluator)) {
    properties.set(name, followed ? property : perhapsOverridden(sub.node, name, property));
  }
  return own;
}

function passedToBase(sub: ClassValue, args: readonly Value[], evaluator: Evaluator): readonly Value[] {
  const constructor = constructorIn(sub.node);
  return constructor ? superArguments(constructor, sub, args, evaluator).args : args;
}

/** What a subclass is meant to replace is not known where it is not known which class the instance is of. */
function perhapsOverridden(
  owner: typescript.ClassLikeDeclaration,
  name: string,
  property: PropertyValue,
): PropertyValue {
  const member = owner.members.find((each) => each.name && 'text' in each.name && each.name.text === name);
  const isAbstract =
    hasModifier(owner, ts.SyntaxKind.AbstractKeyword) && !hasModifier(member, ts.SyntaxKind.PrivateKeyword);
  if (!member || !(isAbstract || hasModifier(member, ts.SyntaxKind.ProtectedKeyword))) return property;
  if (ts.isPropertyDeclaration(member) && hasModifier(member, ts.SyntaxKind.ReadonlyKeyword)) return property;
  return lazyProperty(property.at, () => either([property.value, unknown(property.at)], property.at));
}

function hasModifier(node: typescript.Node | undefined, kind: typescript.SyntaxKind): boolean {
  const modifiers = node && ts.canHaveModifiers(node) ? node.modifiers : undefined;
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

function* members(
  sub: ClassValue,
  environment: Environment | null,
  evaluator: Evaluator,
): Iterable<readonly [string, PropertyValue]> {
  const names = new Set<string>();
  for (const parameter of constructorOf(sub.node)) {
    if (!ts.isIdentifier(parameter.name) || !ts.isParameterPropertyDeclaration(parameter, parameter.parent)) continue;
    const { name } = parameter;
    names.add(name.text);
    yield [name.text, lazyProperty(locationOf(parameter), () => evaluator.evaluateIn(name, environment))];
  }
  for (const member of sub.node.members) {
    if (!member.name || isStatic(member)) continue;
    const name = nameOf(member.name, environment, evaluator);
    if (name === undefined) continue;
    names.add(name);
    yield [name, lazyProperty(locationOf(member), () => memberValue(sub.node, member, name, environment, evaluator))];
  }
  for (const name of writesToFields(sub.node).keys()) {
    if (names.has(name)) continue;
    yield [name, lazyProperty(sub.at, () => fieldValue(sub.node, sub.node, name, undefined, environment, evaluator))];
  }
}

function memberValue(
  owner: typescript.ClassLikeDeclaration,
  member: typescript.ClassElement,
  name: string,
  environment: Environment | null,
  evaluator: Evaluator,
): Value {
  const at = locationOf(member);
  if (ts.isMethodDeclaration(member)) return { kind: 'function', node: member, scope: environment, at };
  if (ts.isGetAccessor(member)) return evaluator.call({ kind: 'function', node: member, scope: environment, at }, []);
  if (!ts.isPropertyDeclaration(member)) return unknown(at);
  return fieldValue(owner, member, name, member.initializer, environment, evaluator);
}

function fieldValue(
  owner: typescript.ClassLikeDeclaration,
  declaration: typescript.Node,
  name: string,
  initializer: typescript.Expression | undefined,
  environment: Environment | null,
  evaluator: Evaluator,
): Value {
  const declared = initializer
    ? evaluator.evaluateIn(initializer, environment)
    : literal(undefined, locationOf(declaration));
  const writes = writesToFields(owner).get(name) ?? [];
  // Declared and never set here: by a subclass, a decorator, or from outside.
  if (!initializer && writes.length === 0) return unknown(declared.at);
  const place = { declared, isInitialized: !!initializer, name, owner };
  return afterWrites(place, writes, { reader: owner, environment, evaluator });
}

/** `Sub.name`. */
export function staticMember(sub: ClassValue, name: string, at: Location, evaluator: Evaluator): Value {
  const environment = sub.scope as Environment | null;
  for (const member of sub.node.members) {
    if (!member.name || !isStatic(member) || nameOf(member.name, environment, evaluator) !== name) continue;
    return memberValue(sub.node, member, name, environment, evaluator);
  }
  return sub.node.heritageClauses ? unknown(at) : absent(at);
}
