import type typescript from 'typescript';
import type { Queue } from '../../queue/queue';
import { isDisabled } from '../../engine/disables';
import { ts } from '../../syntax/typescript';
import { packagesAbove, record } from '../../modules/package-json';
import type { RuleContext } from '../../engine/rule';
import { propertiesNamed } from '../../evaluation/inspect-value';
import { referencesTo, scopesOf } from '../../syntax/scopes';
import { parses } from '../parses';
import { connectionOf, type Connection } from './connection';
import { isTypeScript } from './modules';

/** A queue that can take a pool's createClient for sure. */
export interface Candidate {
  readonly queue: Queue;
  readonly connection: Connection;
}

export function candidate(queue: Queue, context: RuleContext): Candidate | null {
  const isPlain = queue.via === 'direct' && queue.form !== 'unknown' && queue.dropped.length === 0;
  if (!isPlain || !queue.opensItsOwn || !parses(queue.node.getSourceFile())) return null;
  if (isTypeScript(queue.file) && hasOtherTypes(queue, context)) return null;
  if (queue.trigger || isClosedWhereMade(queue, context)) return null;
  const connection = connectionOf(queue, context.project);
  if (!connection || (connection.property && connection.property.getSourceFile().fileName !== queue.file)) return null;
  return { queue, connection };
}

/** Bull 4 takes clients of the types of ioredis 5: those of 4, which Bull 3 has, and of 6 do not fit. */
function hasOtherTypes(queue: Queue, { project }: RuleContext): boolean {
  if (queue.bull.major === 3) return true;
  for (const { json } of packagesAbove(queue.file, project)) {
    const ranges = [json.dependencies, json.devDependencies].map((each) => record(each)?.ioredis);
    const range = ranges.find((each) => typeof each === 'string');
    if (range) return /\d+/.exec(range)?.[0] !== '5';
  }
  return false;
}

/** This queue, and those of the same package that connect to the same Redis and are not disabled. */
export function candidatesLike({ queue, connection }: Candidate, context: RuleContext): readonly Candidate[] {
  const home = packageOf(queue.file, context);
  return context.workspace.queues.flatMap((each) => {
    const other = candidate(each, context);
    const isLike = other?.connection.key === connection.key && packageOf(each.file, context) === home;
    return isLike && !isLeftAlone(each, context) ? [other] : [];
  });
}

function isLeftAlone({ file, range }: Queue, { project }: RuleContext): boolean {
  const parsed = project.parse(file);
  return !parsed || isDisabled('shared-connections', range.start, parsed);
}

export function packageOf(path: string, { project }: RuleContext): string {
  for (const { directory } of packagesAbove(path, project)) return directory;
  return '';
}

/** A queue of one function call, which a pool would keep for ever. */
function isClosedWhereMade({ node }: Queue, context: RuleContext): boolean {
  const owner = ts.findAncestor(node.parent, ts.isFunctionLike);
  if (!owner) return false;
  return context.workspace.queues
    .filter((queue) => queue.node === node)
    .flatMap((queue) => queue.roles.closes)
    .some((use) => use.file === node.getSourceFile().fileName && owner.pos <= use.start && use.end <= owner.end);
}

/**
 * Whether a `redis` that stands in an options object outside of the calls is read by no other queue than `chosen`, and
 * the object by nothing else.
 */
export function ownTheirOptions(chosen: readonly Candidate[], context: RuleContext): boolean {
  return chosen.every(({ queue, connection: { property } }) => {
    if (!property || isInside(property, queue.node)) return true;
    const readers = context.workspace.queues.filter((each) =>
      propertiesNamed(each.options, 'redis').some(({ at }) => {
        return at.file === queue.file && at.start === property.getStart();
      }),
    );
    const nodes = readers.map(({ node }) => node);
    return (
      readers.every((reader) => chosen.some((each) => each.queue === reader)) && isOnlyUsedIn(property.parent, nodes)
    );
  });
}

function isOnlyUsedIn(literal: typescript.Expression, calls: readonly typescript.Node[]): boolean {
  const declaration = ts.findAncestor(literal, ts.isVariableDeclaration);
  if (!declaration || !ts.isIdentifier(declaration.name)) return false;
  const statement = declaration.parent.parent;
  const binding = scopesOf(literal.getSourceFile()).resolve(declaration.name.text, declaration);
  if (!binding || !ts.isVariableStatement(statement) || statement.modifiers) return false;
  return referencesTo(binding).every((each) => each === declaration.name || calls.some((call) => isInside(each, call)));
}

function isInside(node: typescript.Node, outer: typescript.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}
