import type typescript from 'typescript';
import { ts } from '../files/typescript';
import type { RuleFinding } from '../findings';
import type { Rule, RuleContext } from '../rule';
import { locationOf } from '../values/evaluator';

/** `module.exports = Queue` in bull/index.js: besides Bull itself only these are there at run time. */
const EXPORTS = new Set(['Job', 'utils', 'default']);

export const noSuchExport: Rule = {
  meta: {
    id: 'no-such-export',
    summary: 'Bull has no export of that name: it is undefined at run time.',
    defaultSeverity: 'error',
    fixable: false,
  },
  *check(context) {
    yield* imports(context);
  },
};

function* imports({ file }: RuleContext): Iterable<RuleFinding> {
  for (const statement of file.ast.statements) {
    if (!ts.isImportDeclaration(statement) || !isBull(statement.moduleSpecifier)) continue;
    const clause = statement.importClause;
    if (!clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) continue;
    if (!clause.namedBindings || !ts.isNamedImports(clause.namedBindings)) continue;
    for (const specifier of clause.namedBindings.elements) {
      const name = (specifier.propertyName ?? specifier.name).text;
      if (specifier.isTypeOnly || EXPORTS.has(name) || !isNewed(file.ast, specifier.name.text)) continue;
      const { start, end } = locationOf(specifier);
      yield {
        start,
        end,
        message: `Bull has no export \`${name}\`: it is undefined at run time. Import the default export.`,
      };
    }
  }
}

function isBull(specifier: typescript.Expression): boolean {
  return ts.isStringLiteral(specifier) && specifier.text === 'bull';
}

function isNewed(ast: typescript.SourceFile, name: string): boolean {
  const visit = (node: typescript.Node): boolean =>
    (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name) ||
    (ts.forEachChild(node, visit) ?? false);
  return visit(ast);
}
