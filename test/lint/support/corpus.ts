import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { Linter } from '../../../src/lint/engine/linter';
import type { Rule } from '../../../src/lint/engine/rule';
import { outlinesOf } from './outlines';

const ROOT = fileURLToPath(new URL('../../fixtures/corpus/', import.meta.url));

/** A labelled workspace: what `expected.json` beside its sources says. */
export interface Case {
  readonly name: string;
  readonly files: MemoryFiles;
  readonly expected: Expected;
}

export interface Expected {
  readonly constructions: readonly ExpectedConstruction[];
  readonly findings: readonly ExpectedFinding[];
  readonly optional?: readonly ExpectedFinding[];
}

export interface ExpectedConstruction {
  readonly file: string;
  readonly line: number;
  /** Null when it is not statically known. */
  readonly name?: string | null;
  readonly roles?: readonly ('process' | 'global-events' | 'add')[];
  readonly optional?: boolean;
}

export interface ExpectedFinding {
  readonly file: string;
  /** 1-based; any one of several. */
  readonly line: number | readonly number[];
  readonly rule: string;
  readonly severity?: string;
  /** Words and numbers that its message has. */
  readonly says?: readonly string[];
}

/** Every case of the corpus, in the order of its names. */
export function corpus(): readonly Case[] {
  return ['bull', 'look-alikes'].flatMap((kind) =>
    readdirSync(ROOT + kind)
      .sort()
      .map((name) => readCase(`${kind}/${name}`)),
  );
}

function readCase(name: string): Case {
  const files = new MemoryFiles();
  let expected: Expected = { constructions: [], findings: [] };
  const visit = (relative: string): void => {
    for (const entry of readdirSync(`${ROOT}${name}/${relative}`)) {
      const path = relative + entry;
      if (statSync(`${ROOT}${name}/${path}`).isDirectory()) visit(`${path}/`);
      else if (path === 'expected.json') expected = JSON.parse(read(`${name}/${path}`)) as Expected;
      else files.write(path, read(`${name}/${path}`));
    }
  };
  visit('');
  return { name, files, expected };
}

function read(path: string): string {
  return readFileSync(ROOT + path, 'utf8');
}

/** A linter that has indexed a workspace as the hosts do, and the files that it is to lint. */
export function indexed(files: MemoryFiles, rules: readonly Rule[]): { linter: Linter; paths: readonly string[] } {
  const linter = new Linter(files, rules);
  linter.index(outlinesOf(files));
  return { linter, paths: linter.paths };
}

/** The line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
