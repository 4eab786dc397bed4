import { evaluateArguments } from '../evaluation/arguments';
import { alternatives, isNotGiven, option, stringIn } from '../evaluation/inspect-value';
import { isExport } from '../evaluation/packages';
import type { Evaluator, Value } from '../evaluation/value';
import type { Project } from '../files/project';
import { usesName } from '../syntax/name-uses';
import { isProduction } from './production';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import type { ParsedFile } from '../syntax/parsed-file';

/** The packages that put queues into NestJS: of Bull, and of BullMQ. */
export const NEST_LIBRARIES = ['@nestjs/bull', '@nestjs/bullmq'] as const;
export type NestLibrary = (typeof NEST_LIBRARIES)[number];

/** The queues that the NestJS modules of a workspace register. */
export interface Registrations {
  readonly names: Readonly<Record<NestLibrary, ReadonlySet<string>>>;
  /** False where one may register queues of other names. */
  readonly areKnown: boolean;
}

export function registrationsIn(files: readonly string[], project: Project, evaluator: Evaluator): Registrations {
  const names = { '@nestjs/bull': new Set<string>(), '@nestjs/bullmq': new Set<string>() };
  let areKnown = true;
  for (const path of files) {
    const text = project.read(path) ?? '';
    // A provider of one's own under the queue's token; that of a test is for the test.
    if (/\bprovide\s*:\s*(getQueueToken\b|['"`]BullQueue_)/.test(text) && isProduction(path, project)) areKnown = false;
    if (/@Module\s*\(/.test(text) && isProduction(path, project) && lacksModule(path, text, evaluator))
      areKnown = false;
    const file = /\bregisterQueue(Async)?\b/.test(text) ? project.parse(path) : null;
    for (const { library, name } of file ? registeredIn(file, evaluator) : []) {
      if (name === null) areKnown = false;
      else names[library].add(name);
    }
  }
  return { names, areKnown };
}

/** Whether the imports of a NestJS module come from a file that is not there, as one that is ignored: it may register any. */
function lacksModule(path: string, text: string, { modules }: Evaluator): boolean {
  const lists = [...text.matchAll(/\bimports\s*:\s*\[([\s\S]*?)\]\s*(,\s*\w+\s*:|,?\s*\})/g)].map(
    ([, list = '']) => list,
  );
  return [...text.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*['"](\.[^'"]*)['"]/g)].some(
    ([, names = '', specifier = '']) =>
      modules.resolve(specifier, path).kind === 'missing' &&
      (names.match(/\w+/g) ?? []).some((name) => lists.some((list) => new RegExp(`\\b${name}\\b`).test(list))),
  );
}

interface Registered {
  readonly library: NestLibrary;
  /** Null where it is not known. */
  readonly name: string | null;
}

function registeredIn(file: ParsedFile, evaluator: Evaluator): readonly Registered[] {
  return scopesOf(file.ast).constructs.flatMap((node): readonly Registered[] => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
    if (!/^registerQueue(Async)?$/.test(node.expression.name.text)) return [];
    const module = evaluator.evaluate(node.expression.expression);
    const library = NEST_LIBRARIES.find((each) =>
      alternatives(module).some((one) => isExport(one, each, ['BullModule'])),
    );
    if (!library) return NEST_LIBRARIES.map((each) => ({ library: each, name: null }));
    const queues = evaluateArguments(node.arguments, evaluator.outermost);
    return queues.flatMap((queue) => namesOf(queue).map((name) => ({ library, name })));
  });
}

function namesOf(queue: Value): readonly (string | null)[] {
  return alternatives(option(queue, 'name')).map((name) => (isNotGiven(name) ? 'default' : (stringIn(name) ?? null)));
}

/** Importers of importers, through barrels; a module that is farther away is not looked for. */
const FARTHEST = 3;

/** Whether some NestJS module names a class of a file, so that the application makes one. */
export function isInModule(
  name: string,
  file: string,
  project: Project,
  importersOf: (path: string) => readonly string[],
): boolean {
  let paths: readonly string[] = [file];
  for (let left = FARTHEST; left >= 0 && paths.length > 0; left--) {
    const isNamed = paths.some((path) => {
      const text = project.read(path) ?? '';
      const parsed = /@Module\s*\(/.test(text) && text.includes(name) ? project.parse(path) : null;
      return parsed !== null && usesName(name, parsed.ast);
    });
    if (isNamed) return true;
    paths = [...new Set(paths.flatMap(importersOf))];
  }
  return false;
}
