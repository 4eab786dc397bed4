import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import type typescript from 'typescript';
import * as syntax from '../../../src/lint/syntax/parsed-file';
import { typescriptParser } from '../../../typescript-parser.mjs';
import { Folder } from '../../support/folder';
import { mutations } from '../support/mutations';

const ROOT = resolve(__dirname, '../../..');

describe('the parser in the bundles', () => {
  const folder = new Folder();
  let bundle: string;
  let bundled: typeof syntax;

  before(async () => {
    const outfile = folder.at('parsed-file.js');
    await build({
      entryPoints: [resolve(ROOT, 'src/lint/syntax/parsed-file.ts')],
      outfile,
      ...{ bundle: true, platform: 'node', logLevel: 'warning' },
      plugins: [typescriptParser],
    });
    bundle = readFileSync(outfile, 'utf8');
    bundled = createRequire(outfile)(outfile) as typeof syntax;
  });
  after(() => folder.remove());

  it('makes the trees that TypeScript makes, of sound and of broken code, at first and after an edit', () => {
    const others = { 'view.jsx': 'const view = <Row of={jobs}>{job.id}</Row>;', 'vercel.json': '{ "functions": {} }' };
    const files = readdirSync(resolve(ROOT, 'src/lint/syntax'));
    const sources = files.map((path) => [path, read(`src/lint/syntax/${path}`)] as const);
    for (const [path, text] of [...sources, ...Object.entries(others)]) {
      const [edited = ''] = mutations(text, 1);
      const [own, whole] = [bundled, syntax].map(({ parseFile, parseAgain }) => {
        const first = parseFile(path, text);
        const outline = outlineOf(first);
        return [outline, outlineOf(parseAgain(first, edited))];
      });
      assert.deepEqual(own, whole, path);
    }
  });

  it('comes without the rest of TypeScript', () => {
    const whole = read('node_modules/typescript/lib/typescript.js');
    for (const part of ['function createTypeChecker(', 'registerCodeFix({']) {
      assert.equal(whole.includes(part), true, part);
      assert.equal(bundle.includes(part), false, part);
    }
    assert.ok(bundle.length < whole.length / 3, `${bundle.length} of ${whole.length} characters`);
  });
});

function read(path: string): string {
  return readFileSync(resolve(ROOT, path), 'utf8');
}

/** Every node and token with its place, and every error. */
function outlineOf(file: syntax.ParsedFile): string {
  const { ast } = file;
  const lines: string[] = syntax.syntaxErrors(ast).map(({ start, length }) => `${start}+${length}`);
  const visit = (node: typescript.Node): void => {
    lines.push(`${node.kind} ${node.flags} ${node.getStart(ast)}-${node.end}`);
    node.getChildren(ast).forEach(visit);
  };
  visit(ast);
  return lines.join('\n');
}
