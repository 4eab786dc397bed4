import type typescript from 'typescript';
import { closestMatch } from 'leven';
import type { RuleFinding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { stringIn } from '../evaluation/inspect-value';
import { isExport } from '../evaluation/packages';
import type { Evaluator } from '../evaluation/value';
import { NEST_LIBRARIES, type NestLibrary, type Registrations } from '../queue/nest-registrations';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';

export const unregisteredQueue: Rule = {
  meta: {
    id: 'unregistered-queue',
    summary: 'A NestJS processor or injection of a queue that nothing registers, or that another library does.',
    defaultSeverity: 'error',
    fixable: false,
  },
  *check({ file, workspace, evaluator }) {
    if (!workspace.isComplete || !workspace.isProduction(file.path)) return;
    for (const node of scopesOf(file.ast).classes) {
      for (const asked of askedBy(node, evaluator)) {
        const message = messageOf(asked, workspace.registrations);
        const isMade = message !== null && node.name && workspace.isInNestModule(node.name.text, file.path);
        if (isMade) yield { ...asked.range, message } satisfies RuleFinding;
      }
    }
  },
};

/** A decorator that asks for a queue by its name. */
interface Asked {
  readonly decorator: 'Processor' | 'InjectQueue';
  readonly library: NestLibrary;
  readonly name: string;
  readonly range: { readonly start: number; readonly end: number };
}

/** `@Processor('mail')` of a class, and `@InjectQueue('mail')` of its fields and constructor parameters. */
function askedBy(node: typescript.ClassLikeDeclaration, evaluator: Evaluator): readonly Asked[] {
  const injected = node.members.flatMap((member): readonly typescript.Node[] =>
    ts.isConstructorDeclaration(member) ? member.parameters : ts.isPropertyDeclaration(member) ? [member] : [],
  );
  return [
    ...askedAt(node, 'Processor', evaluator),
    ...injected.flatMap((each) => askedAt(each, 'InjectQueue', evaluator)),
  ];
}

function askedAt(node: typescript.Node, decorator: Asked['decorator'], evaluator: Evaluator): readonly Asked[] {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  return decorators.flatMap(({ expression }): readonly Asked[] => {
    if (!ts.isCallExpression(expression) || !expression.expression.getText().endsWith(decorator)) return [];
    const callee = evaluator.evaluate(expression.expression);
    const library = NEST_LIBRARIES.find((each) => callee.kind === 'imported' && isExport(callee, each, [decorator]));
    const [argument] = expression.arguments;
    const name = argument ? nameIn(argument, evaluator) : 'default';
    const place = argument ?? expression;
    return library && name !== undefined
      ? [{ decorator, library, name, range: { start: place.getStart(), end: place.end } }]
      : [];
  });
}

/** `'mail'`, or the name in `{ name: 'mail', scope }`. */
function nameIn(argument: typescript.Expression, evaluator: Evaluator): string | undefined {
  const value = evaluator.evaluate(argument);
  return stringIn(value.kind === 'object' ? (value.properties.get('name')?.value ?? value) : value);
}

function messageOf({ decorator, library, name }: Asked, { names, areKnown }: Registrations): string | null {
  const [own, others] = [names[library], names[otherThan(library)]];
  // Whoever registers none of a library's queues has them from elsewhere.
  if (!areKnown || own.has(name)) return null;
  if (others.has(name)) return decorator === 'Processor' && own.size === 0 ? ofAnotherLibrary(library, name) : null;
  if (library !== '@nestjs/bull' || own.size === 0) return null;
  const nearest = closestMatch(name, [...own], { maxDistance: Math.min(3, Math.floor(name.length / 2)) });
  const hint = nearest === undefined ? '' : ` The nearest name is \`${nearest}\`.`;
  return `No module registers a queue \`${name}\`, so the application does not start.${hint}`;
}

/** The one's explorer does not look for the other's processors. */
function ofAnotherLibrary(library: NestLibrary, name: string): string {
  return `The queue \`${name}\` is registered with ${otherThan(library)}, which knows no processor of ${library}: its jobs never run.`;
}

function otherThan(library: NestLibrary): NestLibrary {
  return library === '@nestjs/bull' ? '@nestjs/bullmq' : '@nestjs/bull';
}
