import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import { parameterFromCalls } from './call-sites';
import { classOf, instanceOf } from './classes';
import { argumentFor, type Environment } from './activation';
import type { Evaluator } from './evaluator';
import { locationOf } from '../syntax/location';
import { afterWrites } from './flow';
import { either, lazyProperty, literal, objectOf, unknown } from './build-value';
import { elementOf, memberOf } from './members';
import { importedMember, requireModule } from './module-values';
import { nameOf } from './objects';
import { asDefault } from './operators';
import { alternatives, isNotGiven } from './inspect-value';
import { functionAround, scopesOf, type Binding, type Declaration } from '../syntax/scopes';
import type { Value } from './value';
import { writesTo } from '../syntax/writes';

/** What a name means where it is read. */
export function readIdentifier(
  node: typescript.Identifier,
  environment: Environment | null,
  evaluator: Evaluator,
): Value {
  const binding = scopesOf(node.getSourceFile()).resolve(node.text, node);
  return binding ? readBinding(binding, node, environment, evaluator) : readGlobal(node);
}

function readGlobal(node: typescript.Identifier): Value {
  const at = locationOf(node);
  if (node.text === 'undefined') return literal(undefined, at);
  if (node.text === 'Infinity') return literal(Infinity, at);
  if (node.text === 'process') return { kind: 'imported', module: 'process', path: [], at };
  return unknown(at);
}

/** What a variable holds at `reader`; seen from outside its file or function it is what the code leaves in it. */
export function readBinding(
  binding: Binding,
  reader: typescript.Node,
  environment: Environment | null,
  evaluator: Evaluator,
): Value {
  const [declaration] = binding.declarations;
  if (!declaration) return unknown(locationOf(reader));
  const declared = either(
    binding.declarations.map((each) => declaredValue(each, environment, evaluator)),
    locationOf(declaration),
  );
  const writes = writesTo(binding);
  if (writes.length === 0) return declared;
  const isInitialized = !ts.isVariableDeclaration(declaration) || !!declaration.initializer;
  const owner = ts.isSourceFile(binding.scope) ? binding.scope : functionAround(declaration);
  const place = { declared, isInitialized, name: binding.name, owner };
  return afterWrites(place, writes, { reader, environment, evaluator });
}

function declaredValue(declaration: Declaration, environment: Environment | null, evaluator: Evaluator): Value {
  const at = locationOf(declaration);
  if (ts.isVariableDeclaration(declaration)) {
    if (declaration.initializer) return evaluator.evaluateIn(declaration.initializer, environment);
    return startOf(declaration, environment, evaluator);
  }
  if (ts.isBindingElement(declaration)) return readPattern(declaration, environment, evaluator);
  if (ts.isParameter(declaration)) {
    return argumentFor(declaration, environment) ?? parameterFromCalls(declaration, environment, evaluator);
  }
  if (ts.isClassLike(declaration)) return classOf(declaration, environment);
  if (ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration)) {
    return evaluator.evaluateIn(declaration, environment);
  }
  if (ts.isEnumDeclaration(declaration)) return enumOf(declaration, environment, evaluator);
  if (ts.isEnumMember(declaration)) {
    const members = enumOf(declaration.parent, environment, evaluator);
    return ts.isComputedPropertyName(declaration.name) ? unknown(at) : memberOf(members, declaration.name.text, at);
  }
  if (ts.isModuleDeclaration(declaration)) return unknown(at);
  return importedValue(declaration, environment, evaluator);
}

/** What a variable without an initializer starts with: an element of what its loop walks over, or undefined. */
function startOf(
  declaration: typescript.VariableDeclaration,
  environment: Environment | null,
  evaluator: Evaluator,
): Value {
  const at = locationOf(declaration);
  const { parent } = declaration;
  if (ts.isCatchClause(parent) || ts.isForInStatement(parent.parent)) return unknown(at);
  if (ts.isForOfStatement(parent.parent)) {
    return elementOf(evaluator.evaluateIn(parent.parent.expression, environment), at);
  }
  const statement = parent.parent;
  const isAmbient =
    ts.isVariableStatement(statement) &&
    statement.modifiers?.some((each) => each.kind === ts.SyntaxKind.DeclareKeyword);
  return isAmbient ? unknown(at) : literal(undefined, at);
}

function readPattern(element: typescript.BindingElement, environment: Environment | null, evaluator: Evaluator): Value {
  const pattern = element.parent;
  const holder = pattern.parent;
  const at = locationOf(element);
  if (element.dotDotDotToken) return unknown(at);
  const from = ts.isBindingElement(holder)
    ? readPattern(holder, environment, evaluator)
    : declaredValue(holder, environment, evaluator);
  const key = element.propertyName ?? element.name;
  const name = ts.isArrayBindingPattern(pattern)
    ? String(pattern.elements.indexOf(element))
    : ts.isObjectBindingPattern(key) || ts.isArrayBindingPattern(key)
      ? undefined
      : nameOf(key, environment, evaluator);
  if (name === undefined) return unknown(at);
  return withDefault(memberOf(from, name, at, evaluator), element.initializer, environment, evaluator);
}

/** A value, or what stands for it where it is undefined. */
export function withDefault(
  value: Value,
  initializer: typescript.Expression | undefined,
  environment: Environment | null,
  evaluator: Evaluator,
): Value {
  if (!initializer) return value;
  return either(
    alternatives(value).flatMap((single): Value[] => {
      const otherwise = (): Value => evaluator.evaluateIn(initializer, environment);
      if (isNotGiven(single)) return [otherwise()];
      if (single.kind !== 'unknown') return [single];
      return single.env === undefined ? [single, otherwise()] : [asDefault(otherwise(), single.env)];
    }),
    value.at,
  );
}

function enumOf(node: typescript.EnumDeclaration, environment: Environment | null, evaluator: Evaluator): Value {
  const at = locationOf(node);
  let next: Value = literal(0, at);
  const members = node.members.map((member) => {
    const value = member.initializer ? evaluator.evaluateIn(member.initializer, environment) : next;
    const known = value.kind === 'literal' && typeof value.value === 'number';
    next = known ? literal(Number(value.value) + 1, at) : unknown(at);
    const name = ts.isComputedPropertyName(member.name) ? '' : member.name.text;
    return [name, lazyProperty(locationOf(member), () => value)] as const;
  });
  return objectOf(new Map(members), at);
}

type ImportDeclaration =
  | typescript.ImportClause
  | typescript.ImportSpecifier
  | typescript.NamespaceImport
  | typescript.ImportEqualsDeclaration;

function importedValue(declaration: ImportDeclaration, environment: Environment | null, evaluator: Evaluator): Value {
  const at = locationOf(declaration);
  if (ts.isImportEqualsDeclaration(declaration)) {
    const reference = declaration.moduleReference;
    if (declaration.isTypeOnly) return unknown(at);
    if (!ts.isExternalModuleReference(reference)) return entityValue(reference, environment, evaluator);
    return ts.isStringLiteral(reference.expression) ? requireModule(reference.expression, evaluator) : unknown(at);
  }
  const clause = ts.isImportClause(declaration)
    ? declaration
    : ts.isNamespaceImport(declaration)
      ? declaration.parent
      : declaration.parent.parent;
  const isType =
    clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (ts.isImportSpecifier(declaration) && declaration.isTypeOnly);
  const specifier = clause.parent.moduleSpecifier;
  if (isType || !ts.isImportDeclaration(clause.parent) || !ts.isStringLiteral(specifier)) return unknown(at);
  const name = ts.isImportClause(declaration)
    ? 'default'
    : ts.isNamespaceImport(declaration)
      ? '*'
      : (declaration.propertyName ?? declaration.name).text;
  return importedMember(specifier, name, evaluator);
}

/** `import Queue = Bull.Queue`. */
function entityValue(name: typescript.EntityName, environment: Environment | null, evaluator: Evaluator): Value {
  if (ts.isIdentifier(name)) return readIdentifier(name, environment, evaluator);
  return memberOf(entityValue(name.left, environment, evaluator), name.right.text, locationOf(name), evaluator);
}

/** `this`: the object of a call that is followed, else what the class or the object literal around makes. */
export function readThis(node: typescript.Node, environment: Environment | null, evaluator: Evaluator): Value {
  const method = thisHolder(node);
  const owner = method && ts.isPropertyAssignment(method.parent) ? method.parent.parent : method?.parent;
  if (method && owner && ts.isClassLike(owner)) {
    for (let at = environment; at; at = at.outer) if (at.self && at.code === owner) return at.self;
    return isStatic(method) ? classOf(owner, environment) : instanceOf(owner, environment, evaluator);
  }
  if (owner && ts.isObjectLiteralExpression(owner)) return evaluator.evaluateIn(owner, environment);
  return unknown(locationOf(node));
}

/** The method, field or function whose `this` a node sees; undefined at the top of a file. */
function thisHolder(node: typescript.Node): typescript.Node | undefined {
  let at: typescript.Node = node;
  while (!ts.isSourceFile(at)) {
    if (ts.isPropertyDeclaration(at) || ts.isClassStaticBlockDeclaration(at)) return at;
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return at;
    at = at.parent;
  }
  return undefined;
}

/** Whether a class member is the class's own. */
export function isStatic(member: typescript.Node): boolean {
  if (ts.isClassStaticBlockDeclaration(member)) return true;
  const modifiers = ts.canHaveModifiers(member) ? member.modifiers : undefined;
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) ?? false;
}
