import type typescript from 'typescript';
import { locationOf } from '../syntax/location';
import { isStatic } from '../syntax/modifiers';
import { functionAround, scopesOf, type Binding, type Declaration } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { writesTo } from '../syntax/writes';
import { withDefault } from './arguments';
import { either, literal, objectOf, unknown } from './build-value';
import { parameterFromCalls } from './call-sites';
import { classOf, instanceOf } from './classes';
import { directoryAround } from './file-places';
import { afterWrites } from './flow';
import { argumentFor } from './frame';
import { nameOf } from './member-names';
import { elementOf, memberOf } from './members';
import type { Frame, Value } from './value';

/** What a name means where it is read. */
export function readIdentifier(node: typescript.Identifier, frame: Frame): Value {
  const binding = scopesOf(node.getSourceFile()).resolve(node.text, node);
  return binding ? readBinding(binding, node, frame) : readGlobal(node);
}

function readGlobal(node: typescript.Identifier): Value {
  const at = locationOf(node);
  if (node.text === 'undefined') return literal(undefined, at);
  if (node.text === 'Infinity') return literal(Infinity, at);
  if (node.text === '__dirname') return literal(directoryAround(node), at);
  if (node.text === 'process') return { kind: 'imported', module: 'process', path: [], at };
  return unknown(at);
}

/** What a variable holds at `reader`; seen from outside its file or function it is what the code leaves in it. */
export function readBinding(binding: Binding, reader: typescript.Node, frame: Frame): Value {
  const [declaration] = binding.declarations;
  if (!declaration) return unknown(locationOf(reader));
  const declared = either(
    binding.declarations.map((each) => declaredValue(each, frame)),
    locationOf(declaration),
  );
  const writes = writesTo(binding);
  if (writes.length === 0) return declared;
  const isInitialized = !ts.isVariableDeclaration(declaration) || !!declaration.initializer;
  const owner = ts.isSourceFile(binding.scope) ? binding.scope : functionAround(declaration);
  const variable = { declared, isInitialized, name: binding.name, owner };
  return afterWrites(variable, writes, { reader, frame });
}

function declaredValue(declaration: Declaration, frame: Frame): Value {
  const at = locationOf(declaration);
  if (ts.isVariableDeclaration(declaration)) {
    if (declaration.initializer) return frame.evaluate(declaration.initializer);
    return startOf(declaration, frame);
  }
  if (ts.isBindingElement(declaration)) return readPattern(declaration, frame);
  if (ts.isParameter(declaration)) {
    return argumentFor(declaration, frame) ?? parameterFromCalls(declaration, frame);
  }
  if (ts.isClassLike(declaration)) return classOf(declaration, frame);
  if (ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration)) {
    return frame.evaluate(declaration);
  }
  if (ts.isEnumDeclaration(declaration)) return enumOf(declaration, frame);
  if (ts.isEnumMember(declaration)) {
    const members = enumOf(declaration.parent, frame);
    return ts.isComputedPropertyName(declaration.name) ? unknown(at) : memberOf(members, declaration.name.text, at);
  }
  if (ts.isModuleDeclaration(declaration)) return unknown(at);
  return importedValue(declaration, frame);
}

/** What a variable without an initializer starts with: an element of what its loop walks over, or undefined. */
function startOf(declaration: typescript.VariableDeclaration, frame: Frame): Value {
  const at = locationOf(declaration);
  const { parent } = declaration;
  if (ts.isCatchClause(parent) || ts.isForInStatement(parent.parent)) return unknown(at);
  if (ts.isForOfStatement(parent.parent)) {
    return elementOf(frame.evaluate(parent.parent.expression), at);
  }
  const statement = parent.parent;
  const isAmbient =
    ts.isVariableStatement(statement) &&
    statement.modifiers?.some((each) => each.kind === ts.SyntaxKind.DeclareKeyword);
  return isAmbient ? unknown(at) : literal(undefined, at);
}

function readPattern(element: typescript.BindingElement, frame: Frame): Value {
  const pattern = element.parent;
  const holder = pattern.parent;
  const at = locationOf(element);
  if (element.dotDotDotToken) return unknown(at);
  const from = ts.isBindingElement(holder) ? readPattern(holder, frame) : declaredValue(holder, frame);
  const key = element.propertyName ?? element.name;
  const name = ts.isArrayBindingPattern(pattern)
    ? String(pattern.elements.indexOf(element))
    : ts.isObjectBindingPattern(key) || ts.isArrayBindingPattern(key)
      ? undefined
      : nameOf(key, frame);
  if (name === undefined) return unknown(at);
  return withDefault(memberOf(from, name, at, frame.evaluator), element.initializer, frame);
}

function enumOf(node: typescript.EnumDeclaration, frame: Frame): Value {
  const at = locationOf(node);
  let next: Value = literal(0, at);
  const members = node.members.map((member) => {
    const value = member.initializer ? frame.evaluate(member.initializer) : next;
    const known = value.kind === 'literal' && typeof value.value === 'number';
    next = known ? literal(Number(value.value) + 1, at) : unknown(at);
    const name = ts.isComputedPropertyName(member.name) ? '' : member.name.text;
    return [name, { at: locationOf(member), value }] as const;
  });
  return objectOf(new Map(members), at);
}

type ImportDeclaration =
  | typescript.ImportClause
  | typescript.ImportSpecifier
  | typescript.NamespaceImport
  | typescript.ImportEqualsDeclaration;

function importedValue(declaration: ImportDeclaration, frame: Frame): Value {
  const at = locationOf(declaration);
  if (ts.isImportEqualsDeclaration(declaration)) {
    const reference = declaration.moduleReference;
    if (declaration.isTypeOnly) return unknown(at);
    if (!ts.isExternalModuleReference(reference)) return entityValue(reference, frame);
    return ts.isStringLiteral(reference.expression) ? frame.evaluator.imported(reference.expression, '*') : unknown(at);
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
  return frame.evaluator.imported(specifier, name);
}

/** `import Queue = Bull.Queue`. */
function entityValue(name: typescript.EntityName, frame: Frame): Value {
  if (ts.isIdentifier(name)) return readIdentifier(name, frame);
  return memberOf(entityValue(name.left, frame), name.right.text, locationOf(name), frame.evaluator);
}

/** `this`: the object of a call that is followed, else what the class or the object literal around makes. */
export function readThis(node: typescript.Node, frame: Frame): Value {
  const method = thisHolder(node);
  const owner = method && ownerOf(method);
  if (method && owner && ts.isClassLike(owner)) {
    for (let at: Frame | null = frame; at; at = at.outer) if (at.self && at.code === owner) return at.self;
    return isStatic(method) ? classOf(owner, frame) : instanceOf(owner, frame);
  }
  if (owner && ts.isObjectLiteralExpression(owner)) return frame.evaluate(owner);
  return unknown(locationOf(node));
}

/** The object literal whose `this` a node sees; undefined where it sees another. */
export function literalOfThis(node: typescript.Node): typescript.ObjectLiteralExpression | undefined {
  const method = thisHolder(node);
  const owner = method && ownerOf(method);
  return owner && ts.isObjectLiteralExpression(owner) ? owner : undefined;
}

/** The class or object literal that a method is of. */
function ownerOf({ parent }: typescript.Node): typescript.Node {
  return ts.isPropertyAssignment(parent) ? parent.parent : parent;
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
