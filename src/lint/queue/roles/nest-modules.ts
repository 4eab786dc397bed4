import type typescript from 'typescript';
import type { Construction } from '../../constructions/construction';
import { ts } from '../../syntax/typescript';
import type { Use } from './roles';

/**
 * Whether the NestJS module that registers a queue also provides the class that a use stands in, which gets that queue with
 * `@InjectQueue` where several modules register one of the name.
 */
export function provides({ node }: Construction, use: Use): boolean {
  const user = ts.findAncestor(use.node, ts.isClassLike)?.name?.text;
  const providers = user && providersAround(node);
  return !!providers && namesIn(providers).includes(user);
}

/** The `providers` of the object that has the call somewhere in it: `@Module({ imports: [BullModule.…], providers: […] })`. */
function providersAround(call: typescript.Node): typescript.Expression | undefined {
  for (let at = call.parent; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isObjectLiteralExpression(at)) continue;
    const property = at.properties.find((each) => each.name?.getText() === 'providers');
    if (property && ts.isPropertyAssignment(property)) return property.initializer;
  }
  return undefined;
}

function namesIn(node: typescript.Node): readonly string[] {
  if (ts.isIdentifier(node)) return [node.text];
  const names: string[] = [];
  ts.forEachChild(node, (child) => void names.push(...namesIn(child)));
  return names;
}
