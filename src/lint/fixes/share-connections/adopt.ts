import type typescript from 'typescript';
import type { Construction } from '../../constructions/construction';
import { ts } from '../../syntax/typescript';
import type { TextEdit } from '../../engine/finding';
import { locationOf } from '../../syntax/location';
import { addArgument, replaceExpression } from '../argument-edit';
import { editObject } from '../object-edit';
import { unwrap } from '../../syntax/unwrap';
import type { Style } from '../style';
import type { Connection } from './connection';

/** The names of a pool's functions in the file of the queue. */
export interface PoolNames {
  readonly createClient: string;
  /** Null where the pool does not close queues. */
  readonly closeOnShutdown: string | null;
}

/** The edits that give one queue the pool's `createClient`, and take out what it connected with. */
export function adopt(
  queue: Construction,
  connection: Connection,
  names: PoolNames,
  style: Style,
): readonly TextEdit[] | null {
  const options = optionsEdits(queue, connection, names.createClient, style);
  return options && [...options, ...wrap(queue.node, names.closeOnShutdown)];
}

function optionsEdits(
  queue: Construction,
  connection: Connection,
  createClient: string,
  style: Style,
): readonly TextEdit[] | null {
  const { node, optionsArgument } = queue;
  const url = connection.url?.parent === node ? connection.url : null;
  const property = `createClient${createClient === 'createClient' ? '' : `: ${createClient}`}`;
  const add = { add: [() => property] };
  if (connection.property) {
    const replaced = { ...locationOf(connection.property), newText: property };
    return [replaced, ...(url ? [removeArgument(url)] : [])];
  }
  if (!optionsArgument) {
    // `undefined` in the place of the options.
    if (!url && node.arguments?.length !== 1) return null;
    return [url ? replaceExpression(url, add, style) : addArgument(node, add, style)];
  }
  const removed = url ? [removeArgument(url)] : [];
  const options = unwrap(optionsArgument);
  if (ts.isObjectLiteralExpression(options)) return [...removed, ...addProperty(options, property, style)];
  if (!ts.isIdentifier(options)) return null;
  return [...removed, replaceExpression(optionsArgument, { add: [() => `...${options.text}`, ...add.add] }, style)];
}

/** At the end; an object on one line stays on it, so that comments for the next line still speak of all of it. */
function addProperty(object: typescript.ObjectLiteralExpression, property: string, style: Style): readonly TextEdit[] {
  const last = object.properties.at(-1);
  if (!last || object.getText().includes('\n')) return editObject(object, { add: [() => property] }, style);
  return [{ file: object.getSourceFile().fileName, start: last.end, end: last.end, newText: `, ${property}` }];
}

/** The argument and the comma behind it. */
function removeArgument(argument: typescript.Expression): TextEdit {
  const { file, start } = locationOf(argument);
  const call = argument.parent as typescript.NewExpression | typescript.CallExpression;
  const next = call.arguments![call.arguments!.indexOf(argument) + 1]!;
  return { file, start, end: next.getStart(), newText: '' };
}

function wrap(node: typescript.Node, closeOnShutdown: string | null): readonly TextEdit[] {
  if (!closeOnShutdown || node.parent.getText().startsWith(`${closeOnShutdown}(`)) return [];
  const { file, start, end } = locationOf(node);
  return [
    { file, start, end: start, newText: `${closeOnShutdown}(` },
    { file, start: end, end, newText: ')' },
  ];
}

/** Whether two edits are one: queues may have their `redis` from the same options object. */
export function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start && a.end === b.end && a.end > a.start;
}
