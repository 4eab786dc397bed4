import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { Fix, TextEdit } from '../engine/finding';
import { isAddress } from '../queue/clients';
import { fix, type RuleContext } from '../engine/rule';
import { alternatives } from '../evaluation/inspect-value';
import type { InstanceValue } from '../evaluation/value';
import { addArgument, replaceExpression } from './argument-edit';
import { editObject } from './object-edit';
import { element } from './part';
import { unwrap } from '../syntax/unwrap';
import { parses } from './parses';
import { styleOf, type Style } from './style';

const DEMANDED = { maxRetriesPerRequest: 'null', enableReadyCheck: 'false' };

/** Sets on ioredis clients what Bull 4 demands of a subscriber and a bclient; none where that is not certain. */
export function demandedOptionsFixes(clients: readonly InstanceValue[], context: RuleContext): readonly Fix[] {
  const edits = clients.map((client) => {
    const file = context.project.parse(client.at.file);
    if (!file || !parses(file.ast) || !ts.isNewExpression(client.node)) return null;
    return editsOf(client, client.node, styleOf(file));
  });
  if (!edits.every((each) => each !== null)) return [];
  return [fix('Set maxRetriesPerRequest: null and enableReadyCheck: false', edits.flat())];
}

function editsOf(client: InstanceValue, node: typescript.NewExpression, style: Style): readonly TextEdit[] | null {
  const nodes = node.arguments ?? [];
  if (nodes.some(ts.isSpreadElement) || nodes.length !== client.args.length) return null;
  if (client.of.path.at(-1) === 'Cluster') {
    return nodes.length === 1 ? [addArgument(node, { set: { redisOptions: { set: DEMANDED } } }, style)] : null;
  }
  const last = nodes.at(-1);
  const value = client.args.at(-1);
  if (!last || !value || alternatives(value).every(isAddress)) return [addArgument(node, { set: DEMANDED }, style)];
  const options = unwrap(last);
  if (ts.isObjectLiteralExpression(options)) return editObject(options, changesOf(options), style);
  if (!ts.isIdentifier(options)) return null;
  // A copy, for other clients may have the same options.
  const properties = Object.entries(DEMANDED).map(([name, code]) => `${name}: ${code}`);
  const parts = [`...${options.text}`, ...properties].map(element);
  return [replaceExpression(last, { add: parts }, style)];
}

/** A spread overrides what stands before it, so behind one the two come last. */
function changesOf({ properties }: typescript.ObjectLiteralExpression): Parameters<typeof editObject>[1] {
  const hasSpread = properties.some(ts.isSpreadAssignment);
  return { set: DEMANDED, move: hasSpread ? Object.keys(DEMANDED) : [] };
}
