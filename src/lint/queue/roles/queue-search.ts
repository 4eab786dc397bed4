import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import { isWrapper } from '../../syntax/unwrap';
import { literalOfThis } from '../../evaluation/bindings';
import { callsOf } from '../../evaluation/call-sites';
import type { Evaluator } from '../../evaluation/value';
import { scopesOf, type Declaration } from '../../syntax/scopes';
import { writesTo, writesToFields } from '../../syntax/writes';
import { BullSearch } from '../../constructions/may-be-bull';

/** Code that is nested deeper leads nowhere. */
const DEEPEST = 40;

/**
 * Whether evaluating an expression may lead to a queue. Like `BullSearch`, a look at where its name comes from: of all the
 * `x.on(…)` and `x.add(…)` in a file hardly any has to do with one. Each variable is looked at once for a file.
 */
export class QueueSearch {
  private readonly leading = new Set<object>();
  private readonly leadingNowhere = new Set<object>();
  /** What the search has come by, and has led nowhere so far: on a way back to itself it leads to what is found later. */
  private readonly passed = new Set<object>();

  private readonly bull: BullSearch;

  constructor(readonly evaluator: Evaluator) {
    this.bull = new BullSearch(evaluator);
  }

  mayBeQueue(node: typescript.Expression): boolean {
    const may = this.expression(node, DEEPEST);
    if (!may) for (const key of this.passed) this.leadingNowhere.add(key);
    this.passed.clear();
    return may;
  }

  private expression(node: typescript.Expression, left: number): boolean {
    if (left === 0) return false;
    if (isWrapper(node) || ts.isSpreadElement(node)) return this.expression(node.expression, left - 1);
    if (ts.isNewExpression(node)) return this.construct(node, left);
    if (ts.isCallExpression(node)) return this.call(node, left);
    if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword)
      return this.field(node, left);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
      return this.expression(node.expression, left - 1);
    if (ts.isIdentifier(node)) return this.name(node, left);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return this.code(node);
    if (ts.isObjectLiteralExpression(node))
      return node.properties.some((property) => this.property(property, left - 1));
    if (ts.isArrayLiteralExpression(node)) return node.elements.some((element) => this.expression(element, left - 1));
    if (ts.isConditionalExpression(node))
      return this.expression(node.whenTrue, left - 1) || this.expression(node.whenFalse, left - 1);
    if (ts.isBinaryExpression(node))
      return this.expression(node.left, left - 1) || this.expression(node.right, left - 1);
    return false;
  }

  /** An instance of Bull, or one of a class that holds a queue. */
  private construct({ expression }: typescript.NewExpression, left: number): boolean {
    if (this.bull.mayBeBull(expression, true)) return true;
    return ts.isIdentifier(expression) && this.name(expression, left - 1);
  }

  private property(property: typescript.ObjectLiteralElementLike, left: number): boolean {
    if (ts.isPropertyAssignment(property)) return this.expression(property.initializer, left);
    if (ts.isShorthandPropertyAssignment(property)) return this.name(property.name, left);
    return ts.isSpreadAssignment(property) ? this.expression(property.expression, left) : true;
  }

  private call({ expression, arguments: args }: typescript.CallExpression, left: number): boolean {
    if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
    if (ts.isIdentifier(expression) && expression.text === 'require') {
      const [specifier] = args;
      return !!specifier && ts.isStringLiteralLike(specifier) && this.module(specifier);
    }
    // `queues.get('mail')`, `[…].map((name) => new Queue(name))`, `createQueue('mail')`
    if (this.bull.mayBeBull(expression, false) || this.expression(expression, left - 1)) return true;
    // `closeOnShutdown(new Queue('mail'))`
    return args.some((argument) => this.expression(argument, left - 1));
  }

  private field(node: typescript.PropertyAccessExpression, left: number): boolean {
    const literal = literalOfThis(node);
    if (literal) return this.once(literal, () => this.expression(literal, left - 1));
    const owner = ts.findAncestor(node, ts.isClassLike);
    const name = node.name.text;
    const own = owner?.members.find((member) => member.name && 'text' in member.name && member.name.text === name);
    if (!owner || (own && !ts.isPropertyDeclaration(own))) return owner !== undefined;
    const values = (writesToFields(owner).get(name) ?? []).map((write) => write.value);
    if (own?.initializer) values.push(own.initializer);
    return this.once(own ?? values[0] ?? owner, () =>
      values.some((value) => value !== null && this.expression(value, left - 1)),
    );
  }

  private name(node: typescript.Identifier, left: number): boolean {
    const binding = scopesOf(node.getSourceFile()).resolve(node.text, node);
    if (!binding || left === 0) return false;
    return this.once(
      binding,
      () =>
        binding.declarations.some((declaration) => this.declaration(declaration, left - 1)) ||
        writesTo(binding).some((write) => write.value !== null && this.expression(write.value, left - 1)),
    );
  }

  /** Looks at what `key` names, but for the first time only. */
  private once(key: object, look: () => boolean): boolean {
    if (this.leading.has(key)) return true;
    if (this.leadingNowhere.has(key) || this.passed.has(key)) return false;
    this.passed.add(key);
    const may = look();
    if (may) this.leading.add(key);
    return may;
  }

  private declaration(declaration: Declaration, left: number): boolean {
    if (ts.isVariableDeclaration(declaration)) {
      const { parent, initializer } = declaration;
      if (initializer) return this.expression(initializer, left);
      return ts.isForOfStatement(parent.parent) && this.expression(parent.parent.expression, left);
    }
    if (ts.isBindingElement(declaration)) {
      const holder = declaration.parent.parent;
      return this.declaration(holder, left);
    }
    if (ts.isParameter(declaration)) return this.parameter(declaration, left);
    if (ts.isFunctionLike(declaration) || ts.isClassLike(declaration)) return this.code(declaration);
    if (ts.isEnumDeclaration(declaration) || ts.isEnumMember(declaration) || ts.isModuleDeclaration(declaration))
      return false;
    return this.import(declaration);
  }

  /** A function may return a queue, and a class hold one, when they make one. */
  private code(code: typescript.Node): boolean {
    return this.once(code, () =>
      scopesOf(code.getSourceFile()).constructs.some(
        (node) =>
          code.pos <= node.pos &&
          node.end <= code.end &&
          this.bull.mayBeBull(node.expression, ts.isNewExpression(node)),
      ),
    );
  }

  private parameter(parameter: typescript.ParameterDeclaration, left: number): boolean {
    const { parent } = parameter.parent;
    if (ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)) {
      return this.expression(parent.expression.expression, left);
    }
    const index = parameter.parent.parameters.indexOf(parameter);
    return callsOf(parameter.parent).some(
      ({ arguments: { [index]: argument } }) => !!argument && this.expression(argument, left),
    );
  }

  private import(declaration: typescript.Node): boolean {
    const statement = ts.findAncestor(
      declaration,
      (node) => ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node),
    );
    if (!statement || !ts.isImportDeclaration(statement)) return true;
    return ts.isStringLiteral(statement.moduleSpecifier) && this.module(statement.moduleSpecifier);
  }

  private module(specifier: typescript.StringLiteralLike): boolean {
    const module = this.evaluator.modules.resolve(specifier.text, specifier.getSourceFile().fileName);
    if (module.kind === 'file') return this.evaluator.others.leadsToQueues(module.path);
    return module.kind === 'package' && module.name === 'bull';
  }
}
