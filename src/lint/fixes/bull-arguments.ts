import type typescript from 'typescript';
import type { Construction, Form } from '../constructions/construction';
import { ts } from '../syntax/typescript';
import type { TextEdit } from '../engine/finding';
import { unwrap } from '../syntax/unwrap';
import { addProperty } from './add-property';
import { addArgument, replaceExpression } from './argument-edit';
import { editObject, type ObjectChanges } from './object-edit';
import { addedParts } from './object-parts';
import { element } from './part';
import type { Style } from './style';

/** Where the options of a queue stand, or would, in the call whose arguments Bull gets. */
export interface BullArguments {
  readonly call: typescript.NewExpression | typescript.CallExpression;
  /** The expression that is the options; null where none is. */
  readonly options: typescript.Expression | null;
}

/**
 * Where Bull reads the options of a queue; `forms` are those of all queues that the same call makes. Null where that is
 * not certain.
 */
export function argumentsOfBull({ bullCall: call }: Construction, forms: ReadonlySet<Form>): BullArguments | null {
  if (isHalfTyped(call)) return null;
  const args = argumentsFrom(call);
  if (!args || forms.has('unknown') || forms.has('name, port, host')) return null;
  const hasUrl = forms.has('name, url') || forms.has('name, url, options');
  if (hasUrl && (forms.has('name') || forms.has('name, options'))) return null;
  const index = hasUrl ? 2 : 1;
  if (args.length < index || args.slice(0, index + 1).some(ts.isSpreadElement)) return null;
  return { call, options: args[index] ?? null };
}

/** The edits that set this in the options: in the object that is written there, else in a copy of what is. */
export function addOptions(
  { call, options }: BullArguments,
  changes: ObjectChanges,
  style: Style,
): readonly TextEdit[] {
  if (!options) return [addArgument(call, changes, style)];
  const inner = unwrap(options);
  if (ts.isObjectLiteralExpression(inner)) return editObject(inner, changes, style);
  if (isNothing(inner)) return [replaceExpression(options, changes, style)];
  const code = ts.isLeftHandSideExpression(options) ? options.getText() : `(${options.getText()})`;
  return [replaceExpression(options, { add: [element(`...${code}`), ...addedParts(changes, [], style)] }, style)];
}

/** The same for one element, with the layout of `addProperty`. */
export function addOption(written: BullArguments, code: string, style: Style): readonly TextEdit[] {
  const object = written.options && unwrap(written.options);
  return object && ts.isObjectLiteralExpression(object)
    ? addProperty(object, code, style)
    : addOptions(written, { add: [element(code)] }, style);
}

/** The arguments that Bull gets: `Bull.call(this, …)` hands over those behind the first; null for `apply`. */
function argumentsFrom(call: BullArguments['call']): readonly typescript.Expression[] | null {
  const args = call.arguments ?? [];
  const { expression } = call;
  if (ts.isNewExpression(call) || !ts.isPropertyAccessExpression(expression)) return args;
  if (expression.name.text === 'apply') return null;
  return expression.name.text === 'call' ? args.slice(1) : args;
}

/** Written so: `null`, `undefined`. */
export function isNothing(expression: typescript.Expression): boolean {
  const node = unwrap(expression);
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');
}

/** A call that is not closed yet swallows what follows it. */
function isHalfTyped(node: typescript.Node): boolean {
  if (node.flags & ts.NodeFlags.ThisNodeHasError) return true;
  return ts.forEachChild(node, (child) => isHalfTyped(child) || undefined) ?? false;
}
