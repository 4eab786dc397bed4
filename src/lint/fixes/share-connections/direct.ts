import type typescript from 'typescript';
import { some, option } from '../../evaluation/inspect-value';
import { ts } from '../../syntax/typescript';
import type { TextEdit } from '../../engine/finding';
import type { RuleContext } from '../../engine/rule';
import type { Queue } from '../../queue/queue';
import { locationOf } from '../../syntax/location';
import { addOption, argumentsOfBull } from '../bull-arguments';
import { parses } from '../parses';
import { indentationAt, type Style } from '../style';
import type { Adoption, AdoptionPart, Hindrance, PoolNames } from './adoption';

/** The `createClient` of a queue that `new Bull(…)` makes, or the class that extends Bull. */
export function directAdoption(queue: Queue, context: RuleContext): Adoption | Hindrance {
  const call = queue.bullCall;
  const file = call.getSourceFile();
  if (!parses(file)) return { why: 'the file has a syntax error' };
  if (some(option(queue.options, 'redis'), ({ kind }) => kind === 'instance')) {
    return { why: 'redis is a client, and Bull reads no address from a client' };
  }
  if (queue.dropped.some(({ why }) => why === 'after-nothing')) return { why: 'Bull does not read its options' };
  const readers = context.workspace.queues.filter((each) => each.bullCall === call);
  const forms = new Set([queue, ...readers].map(({ form }) => form));
  const written = argumentsOfBull(queue, forms);
  if (!written) return { why: 'it is not certain what its arguments are' };
  const statement = call === queue.node ? null : superStatement(call);
  if (call !== queue.node && !statement) return { why: 'its class calls the constructor of Bull inside an expression' };
  const edits: AdoptionPart['edits'] = (names, style) => [
    ...addOption(written, property(names), style),
    ...(statement ? closeBehind(statement, names, style) : closeAround(call, names)),
  ];
  return [{ file: file.fileName, place: call, uses: ['closeOnShutdown', 'createClient'], edits }];
}

export function property({ createClient }: PoolNames): string {
  return createClient === 'createClient' ? createClient : `createClient: ${createClient}`;
}

function superStatement(call: typescript.Node): typescript.ExpressionStatement | null {
  const { parent } = call;
  return ts.isExpressionStatement(parent) && ts.isBlock(parent.parent) ? parent : null;
}

function closeAround(call: typescript.Expression, { closeOnShutdown }: PoolNames): readonly TextEdit[] {
  if (!closeOnShutdown || call.parent.getText().startsWith(`${closeOnShutdown}(`)) return [];
  const { file, start, end } = locationOf(call);
  return [
    { file, start, end: start, newText: `${closeOnShutdown}(` },
    { file, start: end, end, newText: ')' },
  ];
}

function closeBehind(
  statement: typescript.ExpressionStatement,
  { closeOnShutdown }: PoolNames,
  style: Style,
): readonly TextEdit[] {
  if (!closeOnShutdown) return [];
  const { file, start, end } = locationOf(statement);
  const code = `${closeOnShutdown}(this)${style.semicolons ? ';' : ''}`;
  const indentation = indentationAt(statement.getSourceFile().text, start);
  return [{ file, start: end, end, newText: style.newline + indentation + code }];
}
