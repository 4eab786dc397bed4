import assert from 'node:assert/strict';
import { parse } from 'jsonc-parser';
import type { MemoryFiles } from '../../src/lint/files/memory-files';
import { rules } from '../../src/lint/rules';
import type { Finding } from '../../src/lint/engine/finding';
import type { Queue } from '../../src/lint/queue/queue';
import { defaultSettings, type LintSettings } from '../../src/lint/engine/settings';
import { stringIn } from '../../src/lint/evaluation/inspect-value';
import { corpus, indexed, lineAt, type Case, type ExpectedConstruction } from './support/corpus';

/** The lowest share of what is labelled that may be found. */
const RECALL = 0.95;

interface Score {
  right: number;
  readonly wrong: string[];
  readonly missed: string[];
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(whole, 1)).toFixed(1)}%`;
}

function report(what: string, { right, wrong, missed }: Score): void {
  const found = right + wrong.length;
  const labelled = right + missed.length;
  console.log(
    `      ${what}: precision ${percent(right, found)} of ${found}, recall ${percent(right, labelled)} of ${labelled}`,
  );
  for (const each of missed) console.log(`        missed: ${each}`);
}

describe('the corpus', () => {
  const cases = corpus();

  it('finds the queues that are there, and none that is not', () => {
    const score: Score = { right: 0, wrong: [], missed: [] };
    for (const each of cases) judgeConstructions(each, score);
    report('constructions', score);
    assert.deepEqual(score.wrong, []);
    assert.ok(score.right / (score.right + score.missed.length) > RECALL);
  });

  it('reports what is wrong, and nothing else', () => {
    const score: Score = { right: 0, wrong: [], missed: [] };
    for (const each of cases) judgeFindings(each, score);
    report('findings', score);
    assert.deepEqual(score.wrong, []);
    for (const [rule, { right, all }] of [...recallOf(cases, score)].sort()) {
      console.log(`        ${rule}: recall ${percent(right, all)} of ${all}`);
      assert.ok(right / all > RECALL, `${rule}: ${right} of ${all}`);
    }
  });
});

/** By rule, how many of the labels were met. */
function recallOf(cases: readonly Case[], { missed }: Score): ReadonlyMap<string, { right: number; all: number }> {
  const byRule = new Map<string, { right: number; all: number }>();
  for (const { rule } of cases.flatMap(({ expected }) => expected.findings)) {
    const all = (byRule.get(rule)?.all ?? 0) + 1;
    byRule.set(rule, { all, right: all - missed.filter((each) => each.endsWith(` ${rule}`)).length });
  }
  return byRule;
}

function judgeConstructions({ name, files, expected }: Case, score: Score): void {
  const { linter, paths } = indexed(files, []);
  const found = paths.flatMap((path) => {
    const queues = linter.ask(path, (context) => context.queues) ?? [];
    return queues.map((queue) => ({
      file: path,
      line: lineAt(files.read(path) ?? '', queue.via === 'nest' ? queue.range.start : queue.node.getStart()),
      name: stringIn(queue.name) ?? null,
      roles: rolesIn(queue),
      isOpen: queue.roles.escapes,
    }));
  });
  const place = ({ file, line }: Pick<ExpectedConstruction, 'file' | 'line'>): string => `${name}/${file}:${line}`;
  const places = new Set(found.map(place));
  for (const each of found) {
    const labels = expected.constructions.filter((label) => place(label) === place(each));
    const names = labels.map((label) => label.name ?? null);
    if (labels.length === 0) score.wrong.push(`${place(each)}: no queue`);
    // Null is "nobody can know"; the engine may know from the only call of a factory.
    else if (!names.includes(null) && !names.includes(each.name))
      score.wrong.push(`${place(each)}: ${each.name}, not ${names.join()}`);
  }
  for (const label of expected.constructions) {
    if (label.optional) continue;
    if (places.has(place(label))) score.right++;
    else score.missed.push(place(label));
    score.wrong.push(
      ...wrongRoles(
        label,
        found.filter((each) => place(each) === place(label)),
      ).map((what) => `${place(label)}: ${what}`),
    );
  }
}

type RoleName = NonNullable<ExpectedConstruction['roles']>[number];

function rolesIn({ roles }: Queue): readonly RoleName[] {
  const { processes, subscribes, adds } = roles;
  const all = { process: processes, 'global-events': subscribes, add: adds };
  return (['process', 'global-events', 'add'] as const).filter((role) => all[role].length > 0);
}

/** A role that is said and not there is wrong; one that is there and not said is too, unless it is said to be unknown. */
function wrongRoles(
  label: ExpectedConstruction,
  found: readonly { roles: readonly RoleName[]; isOpen: boolean }[],
): readonly string[] {
  if (!label.roles) return [];
  const [said, isOpen] = [new Set(found.flatMap(({ roles }) => roles)), found.some((each) => each.isOpen)];
  return [
    ...[...said].filter((role) => !label.roles?.includes(role)).map((role) => `said to ${role}`),
    ...label.roles.filter((role) => !said.has(role) && !isOpen).map((role) => `not said to ${role}`),
  ];
}

/** The rules that the labels are about; what else there is (an unused disable comment) is not judged here. */
const JUDGED = new Set(rules.map(({ meta }) => meta.id));

function judgeFindings({ name, files, expected }: Case, score: Score): void {
  const { linter, paths } = indexed(files, rules);
  const settings = settingsOf(files);
  const found = paths.flatMap((path) =>
    linter.lint(path, settings).findings.map((finding) => ({
      ...finding,
      line: lineAt(files.read(path) ?? '', finding.start),
    })),
  );
  // As a multiset: one finding meets one label, those of a single line first.
  const left = new Set(found.filter(({ rule }) => JUDGED.has(rule)));
  const all = [...expected.findings, ...(expected.optional ?? [])];
  for (const label of all.sort((a, b) => [a.line].flat().length - [b.line].flat().length)) {
    const place = `${name}/${label.file}:${[label.line].flat().join('|')} ${label.rule}`;
    const isOptional = expected.optional?.includes(label) ?? false;
    const fitting = [...left].filter(
      ({ file, line, rule }) => rule === label.rule && file === label.file && [label.line].flat().includes(line),
    );
    const isAsSaid = ({ message }: Finding): boolean => (label.says ?? []).every((words) => message.includes(words));
    const met = fitting.find((each) => isAsSaid(each) && each.severity === label.severity) ?? fitting[0];
    if (met) left.delete(met);
    if (isOptional) continue;
    if (!met) score.missed.push(place);
    else if (label.severity && met.severity !== label.severity)
      score.wrong.push(`${place}: ${met.severity}, not ${label.severity}`);
    else {
      const unsaid = (label.says ?? []).filter((words) => !met.message.includes(words));
      score.wrong.push(...unsaid.map((words) => `${place}: “${met.message}” does not say “${words}”`));
      score.right++;
    }
  }
  for (const { file, line, rule, message } of left) score.wrong.push(`${name}/${file}:${line} ${rule}: ${message}`);
}

/** The case's own `.vscode/settings.json`. */
function settingsOf(files: MemoryFiles): LintSettings {
  const text = files.read('.vscode/settings.json');
  const written = text === null ? {} : (parse(text) as Record<string, unknown>);
  const { 'bullLens.jobBudgets': jobBudgets, 'bullLens.defaultJobBudget': defaultJobBudget } = written;
  return {
    ...defaultSettings,
    jobBudgets: (jobBudgets ?? {}) as LintSettings['jobBudgets'],
    defaultJobBudget: (defaultJobBudget ?? null) as LintSettings['defaultJobBudget'],
  };
}
