import type typescript from 'typescript';
import { isGuardedBy } from '../syntax/guards';
import { locationOf } from '../syntax/location';
import { functionAround, scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { writesTo, type Key, type Write } from '../syntax/writes';
import { reaches } from './branches';
import { either, unknown } from './build-value';
import { alternatives, isNotGiven } from './inspect-value';
import { keyName } from './member-names';
import { elementOf, memberOf } from './members';
import { ObjectBuilder } from './objects';
import type { Frame, SingleValue, Value } from './value';

/** A variable or class field before anything was written to it. */
export interface Variable {
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
  readonly frame: Frame;
}

/** A variable that is written to more often is no configuration. */
const MOST_WRITES = 40;

/** What a variable holds where it is read, after the writes that come before. */
export function afterWrites(variable: Variable, writes: readonly Write[], reading: Reading): Value {
  if (writes.length > MOST_WRITES) return unknown(locationOf(reading.reader));
  let value = variable.declared;
  const assignments = writes.filter((write) => write.path.length === 0 && !isNull(write.value));
  const inThenBranch = new Map<typescript.IfStatement, Value>();
  for (const write of writes) {
    if (contains(write.node, reading.reader)) continue;
    const isOnce = assignments.length === 1 && isInitializer(write, variable);
    const happens =
      isOnce || isFirstFill(write, variable, value) ? firstFill(write, reading) : happened(write, variable, reading);
    if (happens === false || isLeftAlone(write, reading.frame)) continue;
    const after = applied(write, value, reading);
    const branch = happens || write.path.length > 0 ? undefined : branchOf(write.node);
    const other = branch && !branch.isThen ? inThenBranch.get(branch.statement) : undefined;
    if (branch?.isThen) inThenBranch.set(branch.statement, after);
    value = happens ? after : either([other ?? value, after], after.at);
  }
  return value;
}

/** The `if` of which a statement is all or a direct part of one branch. */
function branchOf(node: typescript.Node): { statement: typescript.IfStatement; isThen: boolean } | undefined {
  const own = node.parent;
  if (!ts.isExpressionStatement(own)) return undefined;
  const branch = ts.isBlock(own.parent) ? own.parent : own;
  const statement = branch.parent;
  if (!ts.isIfStatement(statement)) return undefined;
  return { statement, isThen: statement.thenStatement === branch };
}

function isNull(value: typescript.Expression | null): boolean {
  return value?.kind === ts.SyntaxKind.NullKeyword || (!!value && ts.isIdentifier(value) && value.text === 'undefined');
}

/** `let queue = null; async function start() { queue = new Queue(…); }`: nothing else is ever in it. */
function isInitializer(write: Write, variable: Variable): boolean {
  const writer = functionAround(write.node);
  return (
    write.path.length === 0 &&
    !isNull(write.value) &&
    (!variable.isInitialized || isNothing(variable.declared)) &&
    writer !== variable.owner &&
    !isConstructorOf(writer, variable.owner)
  );
}

function contains(outer: typescript.Node, node: typescript.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end && outer.getSourceFile() === node.getSourceFile();
}

/** `client ??= new Redis()`, `if (!client) client = …`, `client = client || …`: what is read afterwards is that. */
function isFirstFill(write: Write, { declared, name }: Variable, before: Value): boolean {
  if (write.path.length > 0 || !isNothing(declared) || before !== declared) return false;
  return write.how === '??=' || isGuardedBy(write.node, write.value, name);
}

function firstFill(write: Write, { reader }: Reading): boolean {
  // In one function a read above the only write sees nothing yet; elsewhere the write has been, or the read is too early.
  return functionAround(write.node) !== codeOf(reader) || write.node.pos <= reader.pos;
}

/** The function or file whose code reads; null for a reader outside, who sees what the file leaves in a variable. */
function codeOf(reader: typescript.Node): typescript.Node | null {
  return ts.isSourceFile(reader) ? null : functionAround(reader);
}

function isNothing(value: Value): boolean {
  return alternatives(value).every(
    (single) => isNotGiven(single) || (single.kind === 'literal' && single.value === null),
  );
}

/** Whether a write has happened when the variable is read: true, false, or undefined where that is open. */
function happened(write: Write, variable: Variable, { reader, frame }: Reading): boolean | undefined {
  const writer = functionAround(write.node);
  const isInOwner = writer === variable.owner || isConstructorOf(writer, variable.owner);
  const readerCode = reader.getSourceFile() === write.node.getSourceFile() ? codeOf(reader) : null;
  if (writer === readerCode) {
    if (write.node.pos > reader.pos) return isInLoop(write.node, writer) ? undefined : false;
  } else if (!isInOwner) {
    return undefined;
  }
  if (write.how === '??=') return undefined;
  return reaches(write.node, isInOwner ? variable.owner : writer, frame);
}

function isConstructorOf(node: typescript.Node, owner: typescript.Node): boolean {
  return ts.isConstructorDeclaration(node) && node.parent === owner;
}

function isInLoop(node: typescript.Node, code: typescript.Node): boolean {
  for (let at = node; at !== code && !ts.isSourceFile(at); at = at.parent)
    if (ts.isIterationStatement(at, false)) return true;
  return false;
}

function applied(write: Write, before: Value, reading: Reading): Value {
  const { frame } = reading;
  const at = locationOf(write.node);
  const value = write.value ? valueOf(write.value, frame) : unknown(at);
  return stored(before, write.path, value, write, reading);
}

function valueOf(written: typescript.Expression, frame: Frame): Value {
  if (!ts.isSpreadElement(written)) return frame.evaluate(written);
  return elementOf(frame.evaluate(written.expression), locationOf(written));
}

/** Whether what is handed to a function stays as it is: the code of the function does nothing to that parameter. */
function isLeftAlone({ node, argument }: Write, frame: Frame): boolean {
  if (argument === undefined || !ts.isCallExpression(node)) return false;
  return alternatives(frame.evaluate(node.expression)).every((callee) => {
    const parameter = callee.kind === 'function' ? callee.node.parameters[argument] : undefined;
    if (!parameter || !ts.isIdentifier(parameter.name)) return callee.kind === 'function';
    const binding = scopesOf(parameter.getSourceFile()).resolve(parameter.name.text, parameter);
    return !!binding && writesTo(binding).length === 0;
  });
}

/** A list to which `added` is added, perhaps more than once. */
function withMore(list: SingleValue, added: Value): SingleValue {
  if (list.kind !== 'array') return list.kind === 'instance' ? list : unknown(list.at);
  const isKnown = !list.open || list.rest;
  return { ...list, open: true, ...(isKnown && { rest: list.rest ? either([list.rest, added], list.at) : added }) };
}

/** What a function may have made of an argument: only objects and lists have members to change. */
function afterCall(single: SingleValue): SingleValue {
  return single.kind === 'object' || single.kind === 'array' ? unknown(single.at) : single;
}

/** `target` with `value` at `path`. */
function stored(target: Value, path: readonly Key[], value: Value, write: Write, reading: Reading): Value {
  const at = locationOf(write.node);
  const [key, ...rest] = path;
  if (key === undefined && write.argument !== undefined) return either(alternatives(target).map(afterCall), target.at);
  if (key === undefined && write.how === 'push')
    return either(
      alternatives(target).map((list) => withMore(list, value)),
      target.at,
    );
  if (key === undefined && write.how !== 'merge') return value;
  return either(
    alternatives(target).map((single): SingleValue => {
      if (single.kind !== 'object')
        return single.kind === 'instance' || single.kind === 'function' ? single : unknown(at);
      const builder = new ObjectBuilder(reading.frame.evaluator);
      builder.merge(single);
      if (single.open) builder.setUnknown(at);
      if (key === undefined) {
        builder.merge(value);
      } else {
        const name = keyName(key, reading.frame);
        if (name === undefined) builder.setUnknown(at);
        else
          builder.set(
            name,
            reading.frame.evaluator.property(at, () => stored(memberOf(single, name, at), rest, value, write, reading)),
          );
      }
      return { ...builder.build(single.at, single.node), node: single.node };
    }),
    target.at,
  );
}
