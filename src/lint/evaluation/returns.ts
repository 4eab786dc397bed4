import type typescript from 'typescript';
import { locationOf } from '../syntax/location';
import { ts } from '../syntax/typescript';
import { matchingClause } from './branches';
import { either, literal, unknown } from './build-value';
import { truthOf } from './operators';
import type { Frame, Value } from './value';

/** What running some statements can end in. */
interface Outcome {
  readonly returns: readonly Value[];
  /** Whether the code after them runs: true, false, or undefined for perhaps. */
  readonly continues: boolean | undefined;
  /** Whether a `break` ends the switch or loop around them. */
  readonly breaks: boolean;
}

const GOES_ON: Outcome = { returns: [], continues: true, breaks: false };

/** What a function with a body returns in an activation: all of its returns that its conditions do not rule out. */
export function returnsOf(node: typescript.FunctionLikeDeclaration, frame: Frame): Value {
  const at = locationOf(node);
  if (!node.body || !ts.isBlock(node.body) || node.asteriskToken) return unknown(at);
  const run = new Run(frame);
  const { returns, continues } = run.statements(node.body.statements);
  return either(continues === false ? returns : [...returns, literal(undefined, at)], at);
}

class Run {
  constructor(private readonly frame: Frame) {}

  statements(statements: readonly typescript.Statement[]): Outcome {
    const returns: Value[] = [];
    let breaks = false;
    let isCertain = true;
    for (const statement of statements) {
      const outcome = this.statement(statement);
      returns.push(...outcome.returns);
      breaks ||= outcome.breaks;
      if (outcome.continues === false) return { returns, continues: false, breaks };
      isCertain &&= outcome.continues === true;
    }
    return { returns, continues: isCertain ? true : undefined, breaks };
  }

  private statement(node: typescript.Statement): Outcome {
    if (ts.isReturnStatement(node)) {
      const value = node.expression ? this.evaluate(node.expression) : literal(undefined, locationOf(node));
      return { returns: [value], continues: false, breaks: false };
    }
    if (ts.isThrowStatement(node)) return { ...GOES_ON, continues: false };
    if (ts.isBreakOrContinueStatement(node)) return { returns: [], continues: false, breaks: true };
    if (ts.isBlock(node)) return this.statements(node.statements);
    if (ts.isIfStatement(node)) return this.conditional(node);
    if (ts.isSwitchStatement(node)) return this.switch(node);
    if (ts.isTryStatement(node)) return this.try(node);
    if (ts.isLabeledStatement(node)) return this.statement(node.statement);
    if (ts.isIterationStatement(node, false)) {
      return { returns: this.statement(node.statement).returns, continues: undefined, breaks: false };
    }
    return GOES_ON;
  }

  private conditional(node: typescript.IfStatement): Outcome {
    const truth = truthOf(this.evaluate(node.expression));
    const whenTrue = truth === false ? null : this.statement(node.thenStatement);
    const whenFalse = truth === true ? null : node.elseStatement ? this.statement(node.elseStatement) : GOES_ON;
    return join([whenTrue, whenFalse].filter((outcome) => outcome !== null));
  }

  private switch(node: typescript.SwitchStatement): Outcome {
    const { clauses } = node.caseBlock;
    const start = matchingClause(clauses, this.evaluate(node.expression), this.frame);
    if (start === -1) return GOES_ON;
    if (start !== undefined) return afterSwitch(this.from(clauses, start));
    const hasDefault = clauses.some((clause) => ts.isDefaultClause(clause));
    const each = clauses.map((_, index) => afterSwitch(this.from(clauses, index)));
    return join(hasDefault ? each : [...each, GOES_ON]);
  }

  private from(clauses: readonly typescript.CaseOrDefaultClause[], start: number): Outcome {
    return this.statements(clauses.slice(start).flatMap((clause) => clause.statements));
  }

  private try(node: typescript.TryStatement): Outcome {
    const last = node.finallyBlock ? this.statements(node.finallyBlock.statements) : GOES_ON;
    if (last.continues === false) return last;
    const tried = this.statements(node.tryBlock.statements);
    return node.catchClause ? join([tried, this.statements(node.catchClause.block.statements)]) : tried;
  }

  private evaluate(node: typescript.Expression): Value {
    return this.frame.evaluate(node);
  }
}

/** A `break` inside goes on behind the switch. */
function afterSwitch(outcome: Outcome): Outcome {
  if (!outcome.breaks) return outcome;
  return { ...outcome, continues: outcome.returns.length ? undefined : true, breaks: false };
}

/** One of several, it is not known which. */
function join(outcomes: readonly Outcome[]): Outcome {
  const [first] = outcomes;
  return {
    returns: outcomes.flatMap((outcome) => outcome.returns),
    continues: outcomes.every((outcome) => outcome.continues === first?.continues) ? first?.continues : undefined,
    breaks: outcomes.some((outcome) => outcome.breaks),
  };
}
