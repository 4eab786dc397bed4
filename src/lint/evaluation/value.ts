import type ts from 'typescript';
import type { Project } from '../files/project';
import type { ForeignWrite } from '../modules/foreign-writes';
import type { ModuleResolver } from '../modules/resolve';
import type { Location } from '../syntax/location';
import type { Slot } from './memory';

/**
 * What an expression is known to be, without running it. Three-valued: a plain value is *present*, `AbsentValue` is
 * *absent*, `UnknownValue` is *unknown*; `EitherValue` says that it is one of several, and all of them are listed.
 * Objects are evaluated as they are read, and may hold themselves: whoever walks down in one needs an end.
 * Read values through `inspect-value.ts` (`option`, `every`, `some`, …), not by hand.
 */
export type Value = SingleValue | EitherValue;

export type SingleValue =
  | LiteralValue
  | TextValue
  | ObjectValue
  | ArrayValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ImportedValue
  | AbsentValue
  | UnknownValue;

interface Written {
  /**
   * The expression that wrote this value, in whatever file: `120000` in `const LOCK = 120000`. For a member of an object
   * it is the member's value expression. An edit here changes the value for everyone who reads it.
   */
  readonly at: Location;
}

/** A string, number (also the result of arithmetic, in the unit of the code), boolean, bigint as a number, null or undefined. */
export interface LiteralValue extends Written {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null | undefined;
  /**
   * `written`: it is this whenever the code runs. `default`: it is this unless the environment says otherwise, as in
   * `Number(process.env.LOCK_MS) || 30000`; a message must say so (`defaultOf` is the variable, `LOCK_MS`).
   */
  readonly certainty: 'written' | 'default';
  readonly defaultOf?: string;
}

/** A string of which only parts are known: `redis://:${password}@host`. An unknown part is null. */
export interface TextValue extends Written {
  readonly kind: 'text';
  readonly parts: readonly (string | null)[];
}

export interface ObjectValue extends Written {
  readonly kind: 'object';
  /** In the order of first definition; the value is the one that wins. */
  readonly properties: ReadonlyMap<string, PropertyValue>;
  /** An unknown spread, computed key or mutation may have added properties that are not listed here. */
  readonly open: boolean;
  /** The literal that wrote it, where there is exactly one (null for a merge of several, as `Object.assign` makes). */
  readonly node: ts.ObjectLiteralExpression | null;
}

export interface PropertyValue {
  readonly value: Value;
  /** The whole property as written (`lockDuration: 120000`, a shorthand, a method, an assignment `opts.x = 1`). */
  readonly at: Location;
}

export interface ArrayValue extends Written {
  readonly kind: 'array';
  readonly elements: readonly Value[];
  /** An unknown spread may have added elements. */
  readonly open: boolean;
  /** What each of those is, where that is known. */
  readonly rest?: Value;
}

/** A function, arrow function or method, not called. `Evaluator.call` says what it returns. */
export interface FunctionValue extends Written {
  readonly kind: 'function';
  readonly node: ts.FunctionLikeDeclaration;
  /** What the free variables of the function are bound to. */
  readonly scope: Frame;
}

/** A class declared in this workspace. */
export interface ClassValue extends Written {
  readonly kind: 'class';
  readonly node: ts.ClassLikeDeclaration;
  readonly scope: Frame;
}

/** `new X(...)` (or `X(...)` where the package allows it) of a class that another package exports, such as ioredis. */
export interface InstanceValue extends Written {
  readonly kind: 'instance';
  /** The package's class: `{ module: 'ioredis', path: ['default'] }`, `{ module: 'ioredis', path: ['Cluster'] }`. */
  readonly of: ImportedValue;
  readonly args: readonly Value[];
  readonly node: ts.NewExpression | ts.CallExpression;
  readonly identity: Identity;
}

/**
 * Which object it is. `one`: the same object for every evaluation with the same `key` (a module-level constant, a cache
 * slot). `fresh`: another object at each call of the function. `unknown`: neither is proven.
 * Two `one` identities are the same object if and only if their keys are equal.
 */
export type Identity =
  { readonly kind: 'one'; readonly key: string } | { readonly kind: 'fresh' } | { readonly kind: 'unknown' };

/** Something that a package outside the workspace exports: `Bull` is `{ module: 'bull', path: ['default'] }`. */
export interface ImportedValue extends Written {
  readonly kind: 'imported';
  readonly module: string;
  /** Member names from the module on; `[]` is the module itself (`require('bull')`, `import * as Bull`). */
  readonly path: readonly string[];
}

/** Proven to be missing: a property that a closed object does not have, an argument that is not written. */
export interface AbsentValue extends Written {
  readonly kind: 'absent';
}

export interface UnknownValue extends Written {
  readonly kind: 'unknown';
  /** The environment variable, when that is all it is: `process.env.REDIS_URL` gives `REDIS_URL`. */
  readonly env?: string;
  /** What kind of thing it must be, where syntax or a type annotation says so. */
  readonly type?: 'string' | 'number' | 'boolean' | 'object' | 'function';
  /**
   * What the code has made sure of: what is left of `x` in `x || y` is truthy, in `x && y` falsy, and in `x ?? y` neither
   * null nor undefined.
   */
  readonly is?: 'truthy' | 'falsy' | 'there';
}

/** One of several: both branches of a conditional, all returns of a function. Never nested, at least two alternatives. */
export interface EitherValue {
  readonly kind: 'either';
  readonly at: Location;
  readonly alternatives: readonly SingleValue[];
}

/**
 * One activation of a function (or the making of one instance of a class) while its result is evaluated: what its
 * parameters are bound to, and in `outer` those of the code around it.
 */
export interface Frame {
  /** The function or class; null for code outside any activation that is known. */
  readonly code: ts.Node | null;
  readonly outer: Frame | null;
  readonly arguments: ReadonlyMap<ts.ParameterDeclaration, Value>;
  /** `this`, set when the instance that a constructor makes is known. */
  self: Value | null;
  /** Names this activation among all of its function's: a call that the module makes once; null for one of many. */
  readonly once: string | null;
  /** What was evaluated in it. */
  readonly values: Map<ts.Node, Slot<Value>>;
  readonly evaluator: Evaluator;
  /** What an expression or function is in this activation. */
  evaluate(node: ts.Node): Value;
}

export type Call = ts.CallExpression | ts.NewExpression;

/** What an evaluator is told about the other files of the workspace. */
export interface OtherFiles {
  /** What they do to the exports of a file. */
  writesTo(file: string): readonly ForeignWrite[];
  /** Whether an import of a file may give Bull, or a queue. */
  leadsToQueues(file: string): boolean;
  /** The names that a file exports, those it passes on among them; null where that is not known without parsing it. */
  namesFrom(file: string): ReadonlySet<string> | null;
  /** All that call a function that its file exports, or make an instance of a class; null where there may be more. */
  callsOf(code: ts.Node): readonly Call[] | null;
}

/** Evaluates expressions in part, across files. Never throws and never hangs: what it cannot follow is unknown. */
export interface Evaluator {
  readonly project: Project;
  readonly modules: ModuleResolver;
  readonly others: OtherFiles;
  /** The frame of code outside any activation that is known. */
  readonly outermost: Frame;
  /** What `expression` is, where it stands. */
  evaluate(expression: ts.Expression): Value;
  /** `evaluate` within an activation of a function. */
  evaluateIn(node: ts.Node, from: Frame): Value;
  /**
   * What a call of `callee` with `args` returns (all returns, joined; of an async function what it resolves to), if it is
   * called again and again from outside, as Bull calls `createClient`. Unknown for what is no function that can be read.
   */
  call(callee: Value, args: readonly Value[]): Value;
  /** What an import gives: `*` for the module as a whole, `default` for its default or for CommonJS as a whole. */
  imported(specifier: ts.StringLiteralLike, name: string): Value;
  /** `Sub.name`; `at` is where it is read. */
  staticMember(sub: ClassValue, name: string, at: Location): Value;
  /** What `evaluate` gives for something other than a node's own value; what leads back to itself is unknown. */
  remember(key: string | ts.Node, at: Location, evaluate: () => Value): Value;
  /** A property that is evaluated when it is read, so that a circle through one does not spoil the object. */
  property(at: Location, evaluate: () => Value): PropertyValue;
  /** Allows as many steps again: for another pass over values that are known already. */
  refuel(): void;
}
