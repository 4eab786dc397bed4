import type typescript from 'typescript';
import { ts } from '../files/typescript';
import type { Environment } from './environment';
import { locationOf, type Evaluator } from './evaluator';
import { either, lazyProperty, unknown } from './make';
import { memberOf } from './members';
import { ObjectBuilder } from './objects';
import { truthOf } from './operators';
import { alternatives, isNotGiven } from './read';
import { functionAround } from './scopes';
import type { SingleValue, Value } from './value';
import type { Key, Write } from './writes';

/** A variable or class field before anything was written to it. */
export interface Place {
  readonly declared: Value;
  readonly isInitialized: boolean;
  /** Its name, to tell conditions that ask for it. */
  readonly name: string;
  /** The function, class or file whose code runs the declaration. */
  readonly owner: typescript.Node;
}

/** Who reads, and where. */
export interface Reading {
  readonly reader: typescript.Node;
  readonly environment: Environment | null;
  readonly evaluator: Evaluator;
}

/** What a place holds where it is read, after the writes that come before. */
export function afterWrites(place: Place, writes: readonly Write[], reading: Reading): Value {
  let value = place.declared;
  const assignments = writes.filter((write) => write.path.length === 0);
  for (const write of writes) {
    if (contains(write.node, reading.reader)) continue;
    const isOnce = assignments.length === 1 && isInitializer(write, place);
    const happens =
      isOnce || isFirstFill(write, place, value) ? firstFill(write, reading) : happened(write, place, reading);
    if (happens === false) continue;
    const after = applied(write, value, reading);
    value = happens ? after : either([value, after], after.at);
  }
  return value;
}

/** `let queue; function start() { queue = new Queue(…); }`: nothing else is ever in it. */
function isInitializer(write: Write, place: Place): boolean {
  const writer = functionAround(write.node);
  return (
    write.path.length === 0 && !place.isInitialized && writer !== place.owner && !isConstructorOf(writer, place.owner)
  );
}

function contains(outer: typescript.Node, node: typescript.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end && outer.getSourceFile() === node.getSourceFile();
}

/** `client ??= new Redis()`, `if (!client) client = …`, `client = client || …`: what is read afterwards is that. */
function isFirstFill(write: Write, { declared, name }: Place, before: Value): boolean {
  if (write.path.length > 0 || !isNothing(declared) || before !== declared) return false;
  return write.how === '??=' || isGuardedBy(write.node, write.value, name);
}

function firstFill(write: Write, { reader }: Reading): boolean {
  // In one function a read above the only write sees nothing yet; elsewhere the write has been, or the read is too early.
  return functionAround(write.node) !== functionAround(reader) || write.node.pos <= reader.pos;
}

function isNothing(value: Value): boolean {
  return alternatives(value).every(
    (single) => isNotGiven(single) || (single.kind === 'literal' && single.value === null),
  );
}

/** Whether a condition around a write (or the written value itself) asks for the variable first. */
export function isGuardedBy(writer: typescript.Node, value: typescript.Expression | null, name: string): boolean {
  if (value && ts.isBinaryExpression(value) && mentions(value.left, name)) return true;
  for (let at = writer; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && parent.expression !== at && mentions(parent.expression, name)) return true;
    if (ts.isBinaryExpression(parent) && parent.right === at && mentions(parent.left, name)) return true;
    if (ts.isBlock(parent) && returnsEarlyFor(parent, at, name)) return true;
  }
  return false;
}

/** `if (client) return client;` above the write. */
function returnsEarlyFor(block: typescript.Block, before: typescript.Node, name: string): boolean {
  return block.statements.some(
    (statement) => statement.pos < before.pos && ts.isIfStatement(statement) && mentions(statement.expression, name),
  );
}

function mentions(node: typescript.Node, name: string): boolean {
  if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && node.text === name) return true;
  return ts.forEachChild(node, (child) => mentions(child, name)) ?? false;
}

/** Whether a write has happened when the place is read: true, false, or undefined where that is open. */
function happened(write: Write, place: Place, { reader, environment, evaluator }: Reading): boolean | undefined {
  const writer = functionAround(write.node);
  const isInOwner = writer === place.owner || isConstructorOf(writer, place.owner);
  const readerCode = reader.getSourceFile() === write.node.getSourceFile() ? functionAround(reader) : null;
  if (writer === readerCode) {
    if (write.node.pos > reader.pos) return isInLoop(write.node, writer) ? undefined : false;
  } else if (!isInOwner) {
    return undefined;
  }
  if (write.how === '??=') return undefined;
  return reaches(write.node, isInOwner ? place.owner : writer, environment, evaluator);
}

function isConstructorOf(node: typescript.Node, owner: typescript.Node): boolean {
  return ts.isConstructorDeclaration(node) && node.parent === owner;
}

function isInLoop(node: typescript.Node, code: typescript.Node): boolean {
  for (let at = node; at !== code && !ts.isSourceFile(at); at = at.parent)
    if (ts.isIterationStatement(at, false)) return true;
  return false;
}

/** Whether the code of a function, once run, runs `node`: false or undefined by the conditions around it. */
export function reaches(
  node: typescript.Node,
  code: typescript.Node,
  environment: Environment | null,
  evaluator: Evaluator,
): boolean | undefined {
  let certain: boolean | undefined = true;
  for (let at = node; at !== code && !ts.isSourceFile(at); at = at.parent) {
    const taken = isTaken(at, environment, evaluator);
    if (taken === false) return false;
    if (taken === undefined) certain = undefined;
  }
  return certain;
}

/** Whether `node` runs when its parent does. */
function isTaken(node: typescript.Node, environment: Environment | null, evaluator: Evaluator): boolean | undefined {
  const { parent } = node;
  const truth = (condition: typescript.Expression): boolean | undefined =>
    truthOf(evaluator.evaluateIn(condition, environment));
  if (ts.isIfStatement(parent) && parent.expression !== node) {
    const holds = truth(parent.expression);
    return holds === undefined ? undefined : holds === (parent.thenStatement === node);
  }
  if (ts.isConditionalExpression(parent) && parent.condition !== node) {
    const holds = truth(parent.condition);
    return holds === undefined ? undefined : holds === (parent.whenTrue === node);
  }
  if (ts.isBinaryExpression(parent) && parent.right === node) return isRightTaken(parent, truth);
  if (ts.isCaseOrDefaultClause(parent)) return isClauseTaken(parent, environment, evaluator);
  const isUncertain = ts.isIterationStatement(parent, false) || ts.isTryStatement(parent) || ts.isCatchClause(parent);
  return isUncertain && !(ts.isTryStatement(parent) && parent.tryBlock === node) ? undefined : true;
}

function isRightTaken(
  { left, operatorToken }: typescript.BinaryExpression,
  truth: (condition: typescript.Expression) => boolean | undefined,
): boolean | undefined {
  switch (operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return truth(left);
    case ts.SyntaxKind.BarBarToken: {
      const holds = truth(left);
      return holds === undefined ? undefined : !holds;
    }
    case ts.SyntaxKind.QuestionQuestionToken:
      return undefined;
    default:
      return true;
  }
}

function isClauseTaken(
  clause: typescript.CaseOrDefaultClause,
  environment: Environment | null,
  evaluator: Evaluator,
): boolean | undefined {
  const { clauses, parent } = clause.parent;
  const wanted = evaluator.evaluateIn(parent.expression, environment);
  const index = matchingClause(clauses, wanted, environment, evaluator);
  if (index === undefined) return undefined;
  const own = clauses.indexOf(clause);
  if (index === own) return true;
  // Labels without statements share those of the next one.
  const isShared = index < own && clauses.slice(index, own).every((each) => each.statements.length === 0);
  return isShared ? true : index > own ? false : clauses.slice(index, own).some(leaves) ? false : undefined;
}

function leaves(clause: typescript.CaseOrDefaultClause): boolean {
  const last = clause.statements.at(-1);
  const end = last && ts.isBlock(last) ? last.statements.at(-1) : last;
  return !!end && (ts.isBreakStatement(end) || ts.isReturnStatement(end) || ts.isThrowStatement(end));
}

/** The clause that a switch starts with for a value: -1 for none, undefined where it is open. */
export function matchingClause(
  clauses: readonly typescript.CaseOrDefaultClause[],
  wanted: Value,
  environment: Environment | null,
  evaluator: Evaluator,
): number | undefined {
  if (wanted.kind !== 'literal') return undefined;
  for (const [index, clause] of clauses.entries()) {
    if (!ts.isCaseClause(clause)) continue;
    const label = evaluator.evaluateIn(clause.expression, environment);
    if (label.kind !== 'literal') return undefined;
    if (label.value === wanted.value) return index;
  }
  return clauses.findIndex((clause) => ts.isDefaultClause(clause));
}

function applied(write: Write, before: Value, reading: Reading): Value {
  const { environment, evaluator } = reading;
  const at = locationOf(write.node);
  const value = write.value ? evaluator.evaluateIn(write.value, environment) : unknown(at);
  return stored(before, write.path, value, write, reading);
}

/** `target` with `value` at `path`. */
function stored(target: Value, path: readonly Key[], value: Value, write: Write, reading: Reading): Value {
  const at = locationOf(write.node);
  const [key, ...rest] = path;
  if (key === undefined && write.how !== 'merge') return value;
  return either(
    alternatives(target).map((single): SingleValue => {
      if (single.kind !== 'object')
        return single.kind === 'instance' || single.kind === 'function' ? single : unknown(at);
      const builder = new ObjectBuilder();
      builder.merge(single);
      if (single.open) builder.setUnknown(at);
      if (key === undefined) {
        builder.merge(value);
      } else {
        const name = keyName(key, reading);
        if (name === undefined) builder.setUnknown(at);
        else
          builder.set(
            name,
            lazyProperty(at, () => stored(memberOf(single, name, at), rest, value, write, reading)),
          );
      }
      return { ...builder.build(single.at, single.node), node: single.node };
    }),
    target.at,
  );
}

/** The name of a member; undefined when it is computed and not known. */
export function keyName(
  key: Key,
  { environment, evaluator }: Pick<Reading, 'environment' | 'evaluator'>,
): string | undefined {
  if (typeof key === 'string') return key;
  const value = evaluator.evaluateIn(key, environment);
  return value.kind === 'literal' ? String(value.value) : undefined;
}
