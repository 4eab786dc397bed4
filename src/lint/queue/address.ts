import type typescript from 'typescript';
import type { Construction } from '../constructions/construction';
import { alternatives, isNeverGiven, isNotGiven } from '../evaluation/inspect-value';
import type { SingleValue, Value } from '../evaluation/value';
import type { Project } from '../files/project';
import type { Location } from '../syntax/location';
import { functionAround } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { unwrap } from '../syntax/unwrap';
import { isSameAtEachCall, nameAnywhere } from './name-anywhere';
import { possible, whereaboutsOf, writtenIn } from './redis-server';

/** The Redis database that a queue is written to be in: queues of two may be in one database or in two. */
export interface Address {
  /** `localhost:6379/0`, with the names of environment variables and of expressions for what is not known. */
  readonly text: string;
  /** Whether all queues of it are in one database: a parameter may be another at each call. */
  readonly isOne: boolean;
}

export function addressOf(construction: Construction, project: Project): Address {
  const { url, own } = writtenIn(construction);
  const elsewhere = ['path', 'sentinels'].filter((name) => !isNeverGiven(own(name)));
  const [host, port, db] = whereaboutsOf(construction).map((part) => (part?.length === 1 ? part[0] : undefined));
  if (elsewhere.length === 0 && host !== undefined && port !== undefined && db !== undefined)
    return { text: `${host}:${port}/${db}`, isOne: true };
  const defaults = isNeverGiven(url) ? { host: 'localhost', port: '6379', db: '0' } : { host: '', port: '', db: '' };
  const parts = [
    named(url, '', construction, project),
    ...Object.entries(defaults).map(([name, otherwise]) => named(own(name), otherwise, construction, project)),
    ...elsewhere.map((name) => named(own(name), '', construction, project)),
  ];
  const isOne = parts.every((each) => each.isOne) || writtenAt(construction).every(isSameAtEachCall);
  return { text: parts.map(({ text }) => text).join(' '), isOne };
}

/** The expressions that say where: those of `redis` in options that are written out, else all that Bull is given. */
function writtenAt({ bullCall, via }: Construction): readonly typescript.Expression[] {
  const given = via === 'nest' ? (bullCall.arguments ?? []) : (bullCall.arguments?.slice(1) ?? []);
  return given.flatMap((argument) => {
    const literal = unwrap(argument);
    if (!ts.isObjectLiteralExpression(literal)) return [argument];
    return literal.properties.flatMap((property) => {
      if (ts.isSpreadAssignment(property)) return [property.expression];
      if (property.name?.getText() !== 'redis') return [];
      if (ts.isShorthandPropertyAssignment(property)) return [property.name];
      return ts.isPropertyAssignment(property) ? [property.initializer] : [];
    });
  });
}

/** The environment variables that a part may come from, or all that it may be. */
function named(value: Value, otherwise: string, { node }: Construction, project: Project): Address {
  const variables = alternatives(value).flatMap((single) => {
    const name = single.kind === 'unknown' ? single.env : single.kind === 'literal' ? single.defaultOf : undefined;
    return name === undefined ? [] : [`$${name}`];
  });
  if (variables.length > 0) return eitherName(variables);
  const known = possible(value, otherwise);
  if (known) return eitherName(known);
  const code = functionAround(node);
  const all = alternatives(value).map((single) => partOf(single, otherwise, code, project));
  const { text, isOne } = eitherName(all.map((each) => each.text));
  return { text, isOne: isOne && all.every((each) => each.isOne) };
}

/** Where one of some queues may be. */
export function eitherAddress(addresses: readonly Address[]): Address {
  const { text, isOne } = eitherName(addresses.map((each) => each.text));
  return { text, isOne: isOne && addresses.every((each) => each.isOne) };
}

function eitherName(names: readonly string[]): Address {
  const all = new Set(names);
  return { text: [...all].sort().join('|'), isOne: all.size === 1 };
}

/** What a part may be; `code` is the function that makes the queue, and may make others. */
function partOf(value: SingleValue, otherwise: string, code: typescript.Node, project: Project): Address {
  if (isNotGiven(value)) return { text: otherwise, isOne: true };
  if (value.kind === 'literal') return { text: String(value.value), isOne: true };
  if (value.kind === 'imported') return { text: [value.module, ...value.path].join('.'), isOne: true };
  const name = nameAnywhere(value.at, project);
  return { text: name ?? placeOf(value.at), isOne: name !== null || !isIn(value.at, code) };
}

function placeOf({ file, start }: Location): string {
  return `${file}:${start}`;
}

function isIn({ file, start, end }: Location, code: typescript.Node): boolean {
  if (ts.isSourceFile(code) || code.getSourceFile().fileName !== file) return false;
  return code.getStart() <= start && end <= code.end;
}
