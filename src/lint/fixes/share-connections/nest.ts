import type typescript from 'typescript';
import { alternatives, isNeverGiven } from '../../evaluation/inspect-value';
import type { Value } from '../../evaluation/value';
import { ts } from '../../syntax/typescript';
import type { TextEdit } from '../../engine/finding';
import type { Queue } from '../../queue/queue';
import type { RuleContext } from '../../engine/rule';
import { wrapped } from '../../syntax/unwrap';
import { addProperty } from '../add-property';
import { parses } from '../parses';
import type { Style } from '../style';
import type { Adoption, AdoptionPart, Hindrance, PoolNames } from './adoption';
import { property } from './direct';
import { isForBull } from './for-bull';
import { isTypeScript } from './modules';
import { listedModule } from './nest-imports';

type Literal = typescript.ObjectLiteralExpression;

/**
 * The `createClient` of a NestJS queue: in the configuration that `forRoot` shares with all of them, else in its own
 * options. The module that closes the pool goes beside the call in `imports`.
 */
export function nestAdoption({ nest, node }: Queue, context: RuleContext): Adoption | Hindrance {
  if (!nest) return { why: 'it is not known how NestJS makes it' };
  const [root, ...otherRoots] = nest.roots ?? [];
  const shared = root && otherRoots.length === 0 ? literalsOf(root.value, root.call, context) : null;
  if (root && shared) return inModule(root.call, shared, context);
  const own = ts.isCallExpression(node) ? literalsOf(nest.given, node, context) : null;
  if (own && ts.isCallExpression(node)) return inModule(node, own, context);
  return { why: 'its options are made by code that cannot be followed' };
}

function inModule(
  call: typescript.CallExpression,
  options: readonly Literal[],
  context: RuleContext,
): Adoption | Hindrance {
  const listed = listedModule(call, context);
  const files = [call, ...(listed ? [listed] : []), ...options].map((node) => node.getSourceFile());
  if (!files.every(({ fileName }) => isTypeScript(fileName)))
    return { why: 'a NestJS module in JavaScript is not followed' };
  if (!files.every(parses)) return { why: 'a file of its module has a syntax error' };
  if (!listed) return { why: `${call.expression.getText()} stands in no list of imports` };
  return [
    ...options.map((literal): AdoptionPart => {
      const edits: AdoptionPart['edits'] = (names, style) => addProperty(literal, property(names), style);
      return { file: literal.getSourceFile().fileName, place: literal, uses: ['createClient'], edits };
    }),
    {
      file: listed.getSourceFile().fileName,
      place: listed.parent,
      uses: ['RedisPoolModule'],
      edits: (names, style) => besides(listed, names, style),
    },
  ];
}

/** The literals that a call's options are made by, one for each path; null where one is not known, or not for Bull alone. */
function literalsOf(value: Value, call: typescript.CallExpression, context: RuleContext): readonly Literal[] | null {
  const literals = alternatives(value).map((single) => {
    const literal = single.kind === 'object' ? single.node : null;
    return literal && isForBull(literal, call, context) ? literal : null;
  });
  return literals.includes(null) || isNeverGiven(value) ? null : literals.flatMap((each) => each ?? []);
}

/** `BullModule.forRoot(…), RedisPoolModule`: on a line of its own where the list has one element a line. */
function besides(module: typescript.Expression, { RedisPoolModule }: PoolNames, style: Style): readonly TextEdit[] {
  if (!RedisPoolModule) return [];
  const file = module.getSourceFile();
  const list = module.parent as typescript.ArrayLiteralExpression;
  const code = isOfDynamicModules(list) ? `{ module: ${RedisPoolModule} }` : RedisPoolModule;
  if (list.elements.some((element) => element.getText() === code)) return [];
  const before = /\n[ \t]*$/.exec(file.text.slice(0, module.getStart()));
  const separator = before ? style.newline + before[0].slice(1) : ' ';
  return [{ file: file.fileName, start: module.end, end: module.end, newText: `,${separator}${code}` }];
}

/** A list by itself that is said to hold dynamic modules, of which a class is none. */
function isOfDynamicModules(list: typescript.ArrayLiteralExpression): boolean {
  const { parent } = wrapped(list);
  const holder = ts.isReturnStatement(parent) ? ts.findAncestor(parent, ts.isFunctionLike) : parent;
  const type = holder && (ts.isFunctionLike(holder) || ts.isVariableDeclaration(holder)) ? holder.type : undefined;
  return /\bDynamicModule\b/.test(type?.getText() ?? '');
}
