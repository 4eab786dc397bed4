import type ts from 'typescript';
import type { Location, Range } from '../syntax/location';
import type { Value } from '../evaluation/value';

/** One place in the code where a Bull queue is made. */
export interface Construction {
  readonly file: string;
  /**
   * `direct`: `new Queue(…)`, `Queue(…)` and `super(…)`-less subclasses; `node` is that call.
   * `subclass`: `new Sub(…)`, where `Sub` extends Bull: `args` are those that reach Bull through `super(…)`.
   * `nest`: one queue of `BullModule.registerQueue(…)` or `registerQueueAsync(…)`; `node` is that call, `range` the one
   * options object.
   */
  readonly via: 'direct' | 'subclass' | 'nest';
  readonly node: ts.NewExpression | ts.CallExpression;
  /** What to underline when the finding is about the queue as a whole: the callee and name argument's span. */
  readonly range: Range;
  /** The callee: `Queue` in `new Queue(…)`, `BullModule.registerQueue`. */
  readonly callee: Range;
  readonly form: Form;
  /** The queue's name; absent or unknown too. */
  readonly name: Value;
  /** The URL argument (`url` of @nestjs/bull); absent where the form has none. */
  readonly url: Value;
  /**
   * The options as Bull takes them, after what the form drops: `absent` where Bull runs on its defaults. For NestJS the
   * shared configuration with the queue's own over it.
   */
  readonly options: Value;
  /** The expression of the options argument in this file, where there is one (also when it is an identifier). */
  readonly optionsArgument: ts.Expression | null;
  /** Arguments that Bull never reads. */
  readonly dropped: readonly DroppedArgument[];
  /** The call whose arguments Bull gets: `node`, or the `super(…)` or `Bull.call(this, …)` of a subclass in any file. */
  readonly bullCall: ts.NewExpression | ts.CallExpression;
  /** What a queue of @nestjs/bull is made of; null for the others. */
  readonly nest: NestParts | null;
  readonly bull: BullVersion;
}

/** A configuration that `BullModule.forRoot` or `forRootAsync` shares with the queues. */
export interface NestRoot {
  readonly file: string;
  /** The name that a queue's `configKey` asks for; null for the default one, undefined when it is not known. */
  readonly key: string | null | undefined;
  readonly value: Value;
  /** The call of `forRoot` or `forRootAsync`. */
  readonly call: ts.CallExpression;
}

export interface NestParts {
  /** The queue's own options. */
  readonly given: Value;
  /** The shared configurations that it may get; null where they are not known. */
  readonly roots: readonly NestRoot[] | null;
  /** Names the one queue that equal registrations make, whatever their modules; null where each makes its own. */
  readonly registration: string | null;
}

/**
 * How the arguments are read (BULL.md section 1). `unknown`: what the second argument is decides the form, and is not
 * known; `options` is then unknown too. `port, host`: the form of Bull 0 to 2, which throws now.
 */
export type Form = 'name' | 'name, url' | 'name, options' | 'name, url, options' | 'name, port, host' | 'unknown';

export interface DroppedArgument extends Range {
  /** The node, in this file. */
  readonly node: ts.Expression;
  readonly value: Value;
  /**
   * `after-options`: Bull ignores what follows an options object. `after-nothing`: the second argument is null or
   * undefined, so Bull ignores the third. `maybe-after-nothing`: so it is when the environment variable is unset.
   */
  readonly why: 'after-options' | 'after-nothing' | 'maybe-after-nothing';
}

/** The Bull that this file gets. */
export interface BullVersion {
  /** 3, 4; null when nothing tells. */
  readonly major: number | null;
  /** The version that is installed or locked, else the range that the package asks for; null when nothing tells. */
  readonly range: string | null;
  /** Where that is written: the package.json and, in it, the range. */
  readonly at: Location | null;
}
