import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { Project, ProjectCache } from '../../../src/lint/files/project';
import { Snapshot } from '../../../src/lint/files/snapshot';
import { PartialEvaluator } from '../../../src/lint/evaluation/partial-evaluator';
import type { Evaluator, SingleValue, Value } from '../../../src/lint/evaluation/value';
import { memberOfModule } from '../../../src/lint/evaluation/module-values';

/** What `it` is in the first file of a workspace; a string alone is the one file `main.ts`. */
export function evaluated(workspace: string | Readonly<Record<string, string>>): {
  value: Value;
  evaluator: Evaluator;
} {
  const files = typeof workspace === 'string' ? { 'main.ts': workspace } : workspace;
  const project = new Project(new Snapshot(new MemoryFiles(files)), new ProjectCache());
  const [first = ''] = Object.keys(files);
  const file = project.parse(first);
  if (!file) throw new Error(`${first} is no source file`);
  const evaluator = new PartialEvaluator(project);
  return { value: memberOfModule(file, 'it', evaluator), evaluator };
}

/** `evaluated` in a line: `?` is unknown, `falsy ?` unknown but falsy, `-` absent, `$X` an environment variable, `…` what else may be there. */
export function shown(workspace: string | Readonly<Record<string, string>>): string {
  return show(evaluated(workspace).value);
}

export function show(value: Value): string {
  return value.kind === 'either' ? value.alternatives.map(showOne).join(' | ') : showOne(value);
}

function showOne(value: SingleValue): string {
  switch (value.kind) {
    case 'literal':
      return JSON.stringify(value.value) + (value.certainty === 'default' ? ` unless $${value.defaultOf}` : '');
    case 'text':
      return `\`${value.parts.map((part) => part ?? '?').join('')}\``;
    case 'object': {
      const properties = [...value.properties].map(([name, property]) => `${name}: ${show(property.value)}`);
      return `{ ${[...properties, ...(value.open ? ['…'] : [])].join(', ')} }`;
    }
    case 'array':
      return `[${[...value.elements.map(show), ...(value.open ? ['…'] : [])].join(', ')}]`;
    case 'instance':
      return `new ${[value.of.module, ...value.of.path].join('.')}(${value.args.map(show).join(', ')})`;
    case 'imported':
      return [value.module, ...value.path].join('.');
    case 'unknown':
      return (value.is === 'falsy' ? 'falsy ' : '') + (value.env === undefined ? '?' : `$${value.env}`);
    case 'absent':
      return '-';
    case 'function':
    case 'class':
      return value.kind;
  }
}
