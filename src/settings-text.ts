import {
  applyEdits,
  findNodeAtLocation,
  getNodeValue,
  modify,
  parseTree,
  visit,
  type JSONPath,
  type Node,
} from 'jsonc-parser';
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from './setting-shapes';

/**
 * The text of a settings file in which a list was changed entry by entry, so that the comments in it stay: VS Code writes
 * a whole setting anew.
 *
 * @returns null where VS Code may as well write it: the list is not there as it is known, or has no comments
 */
export function changeList(
  text: string,
  paths: readonly JSONPath[],
  before: readonly unknown[],
  after: readonly unknown[],
): string | null {
  const [only, ...others] = nodesAt(text, paths);
  if (!only || others.length > 0) return null;
  const { path, node } = only;
  if (JSON.stringify(getNodeValue(node)) !== JSON.stringify(before) || !hasComments(text, node)) return null;
  return changesOf(before, after).reduce(
    (changed, { at, value }) => applyEdits(changed, modify(changed, [...path, ...at], value, { formattingOptions })),
    text,
  );
}

/** What stands at the paths that the text has. */
export function valuesAt(text: string, paths: readonly JSONPath[]): unknown[] {
  return nodesAt(text, paths).map(({ node }) => getNodeValue(node) as unknown);
}

function nodesAt(text: string, paths: readonly JSONPath[]): { readonly path: JSONPath; readonly node: Node }[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return paths.flatMap((path) => {
    const node = root && findNodeAtLocation(root, path);
    return node ? [{ path, node }] : [];
  });
}

const formattingOptions = { insertSpaces: true, tabSize: 2 };

interface Change {
  readonly at: JSONPath;
  /** undefined removes what is there. */
  readonly value: unknown;
}

/** What makes one list of the other: entries in their place changed, then others at the end added, or one removed. */
function changesOf(before: readonly unknown[], after: readonly unknown[]): Change[] {
  if (after.length < before.length) {
    const gone = before.findIndex((entry, i) => !isDeepStrictEqual(entry, after[i]));
    return [{ at: [gone], value: undefined }, ...changesOf(before.toSpliced(gone, 1), after)];
  }
  return after.flatMap((entry, i): Change[] => {
    const old = before[i];
    if (i < before.length && isDeepStrictEqual(entry, old)) return [];
    if (!isRecord(entry) || !isRecord(old)) return [{ at: [i], value: entry }];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(entry)])];
    return keys
      .filter((key) => !isDeepStrictEqual(old[key], entry[key]))
      .map((key) => ({ at: [i, key], value: entry[key] }));
  });
}

function hasComments(text: string, { offset, length }: Node): boolean {
  let isFound = false;
  visit(text, { onComment: (at) => (isFound ||= at > offset && at < offset + length) });
  return isFound;
}
