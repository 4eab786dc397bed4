import * as vscode from 'vscode';
import { filesLike, isOfEvaluatedModule, nearestTo, stepsTo } from '../../link/frame-files';
import { inlineMap, originalPlace, type OriginalPlace } from '../../link/original-place';
import type { Logger } from '../../log/logger';
import type { StackFrame } from '../../queues/causes/stack-frames';
import type { FrameChoices } from './frame-choices';

/** A frame, and where it is in the files of this window. */
export interface FoundFrame<T extends { readonly frame: StackFrame } = { readonly frame: StackFrame }> {
  readonly of: T;
  /** Several where it can be each of them. */
  readonly places: readonly vscode.Location[];
  /** The one of several that a person has chosen; null where none was. */
  readonly chosen: vscode.Location | null;
  /** False where the line is about there: it is one of what a bundler has made of the file. */
  readonly isExact: boolean;
}

/** The files of this window that a file of a stack trace can be. */
type Found = (file: string) => readonly vscode.Uri[];

/** Where the frames of stack traces are in the files of this window, on whatever machine they come from. */
export class FramePlaces {
  constructor(
    private readonly choices: Pick<FrameChoices, 'among'>,
    private readonly log: Logger,
  ) {}

  /** The first frame that is in a file of this window. */
  async first<T extends { readonly frame: StackFrame }>(
    frames: readonly T[],
    token: vscode.CancellationToken,
  ): Promise<FoundFrame<T> | null> {
    const found = await search(
      frames.map(({ frame }) => frame.file),
      token,
    );
    const of = frames.find(({ frame }) => found(frame.file).length > 0);
    if (!of) return null;
    const all = await Promise.all(found(of.frame.file).map((uri) => this.inSource(uri, of.frame, token)));
    const places = unique(all.flat());
    return {
      of,
      places,
      chosen: places.length > 1 ? this.choices.among(of.frame.file, places) : null,
      isExact: !isOfEvaluatedModule(of.frame.file),
    };
  }

  /** The place in the source where a source map leads to one that is here; the place in the file where not. */
  private async inSource(
    uri: vscode.Uri,
    frame: StackFrame,
    token: vscode.CancellationToken,
  ): Promise<vscode.Location[]> {
    const original = await this.original(uri, frame);
    if (!original) return [location(uri, frame)];
    const sources = (await search([original.file], token))(original.file);
    // A bundler names a source as seen from its own package: that is the one which the bundle is in.
    const nearest = nearestTo(
      uri.path,
      sources.map(({ path }) => path),
    );
    const places = sources.filter(({ path }) => nearest.includes(path)).map((source) => location(source, original));
    return places.length > 0 ? places : [location(uri, frame)];
  }

  private async original(uri: vscode.Uri, frame: StackFrame): Promise<OriginalPlace | null> {
    const beside = uri.with({ path: `${uri.path}.map` });
    // Most files have none.
    const map = (await textOf(beside)) ?? inlineMap((await textOf(uri)) ?? '');
    if (map === null) return null;
    try {
      return await originalPlace(map, beside.toString(), frame);
    } catch (error) {
      this.log.error(`The source map of ${uri.path} could not be read.`, error);
      return null;
    }
  }
}

/** null where there is no such file. */
async function textOf(uri: vscode.Uri): Promise<string | null> {
  return vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => null,
  );
}

/** One search for all of them. */
async function search(files: readonly string[], token: vscode.CancellationToken): Promise<Found> {
  const names = [...new Set(files.map((file) => stepsTo(file).at(-1)))].filter((name) => name !== undefined);
  const patterns = [...new Set(names.map(pattern))];
  const all: vscode.Uri[] = [];
  if (patterns.length > 0) {
    const glob = patterns.length === 1 ? `**/${patterns[0]}` : `**/{${patterns.join(',')}}`;
    all.push(...(await vscode.workspace.findFiles(glob, '**/node_modules/**', undefined, token)));
  }
  const byPath = new Map(all.map((uri) => [uri.path, uri]));
  return (file) => filesLike(file, [...byPath.keys()]).map((path) => byPath.get(path) as vscode.Uri);
}

/** A glob for a file's name, in which no character of it has a meaning of its own. */
function pattern(name: string): string {
  return name.replace(/[^\p{L}\p{N}_.@-]+/gu, '*');
}

function location(uri: vscode.Uri, { line, column }: Pick<OriginalPlace, 'line' | 'column'>): vscode.Location {
  return new vscode.Location(uri, new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1)));
}

/** Built copies of one file lead to the same source. */
function unique(locations: readonly vscode.Location[]): vscode.Location[] {
  const key = ({ uri, range: { start } }: vscode.Location) => `${uri.toString()}:${start.line}:${start.character}`;
  return [...new Map(locations.map((each) => [key(each), each])).values()];
}
