import assert from 'node:assert/strict';
import type typescript from 'typescript';
import { Linter } from '../../../src/lint/engine/linter';
import { defaultSettings } from '../../../src/lint/engine/settings';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { mentionsBull } from '../../../src/lint/files/mentions';
import { rules } from '../../../src/lint/rules';
import { isSourcePath, parseAgain, parseFile, type ParsedFile } from '../../../src/lint/syntax/parsed-file';
import { scopesOf } from '../../../src/lint/syntax/scopes';
import { ts } from '../../../src/lint/syntax/typescript';
import { corpus } from '../support/corpus';
import { mutations } from '../support/mutations';
import { outlinesOf } from '../support/outlines';

/** Spoiled, spoiled once more on top of that, and whole again. */
function versionsOf(text: string): readonly string[] {
  const [spoiled = text] = mutations(text, 1);
  return [spoiled, ...mutations(spoiled, 1), text];
}

/** Each node with its place, parent and the names that are seen from it. */
function treeOf({ ast }: ParsedFile): readonly string[] {
  const scopes = scopesOf(ast);
  const rows: string[] = [];
  const visit = (node: typescript.Node): void => {
    const place = `${node.pos}-${node.end} ${ts.SyntaxKind[node.kind]} in ${node.parent?.pos}-${node.parent?.end}`;
    const binding = ts.isIdentifier(node) ? scopes.resolve(node.text, node) : undefined;
    const uses = binding ? scopes.referencesTo(binding).map(({ pos }) => pos) : [];
    const declarations = binding?.declarations.map(({ pos }) => pos) ?? [];
    rows.push(`${place} ${ts.isIdentifier(node) ? node.text : ''} ${declarations.join()} ${uses.join()}`);
    ts.forEachChild(node, visit);
  };
  visit(ast);
  const list = (nodes: readonly typescript.Node[]): string => nodes.map(({ pos, end }) => `${pos}-${end}`).join();
  return [...rows, list(scopes.constructs), list(scopes.assignments), list(scopes.classes)];
}

/** All that a person would see of a file. */
function findingsIn(linter: Linter, path: string): unknown {
  return linter
    .lint(path, { ...defaultSettings, defaultJobBudget: '60s', showUnknown: true })
    .findings.map((finding) => ({
      ...finding,
      fixes: finding.fixes(),
      whyNoFix: finding.whyNoFix?.(),
    }));
}

describe('after edits', function () {
  this.timeout(120_000);

  it('a file is parsed as if it had never been another', () => {
    for (const { name, files } of corpus()) {
      for (const path of files.paths.filter(isSourcePath)) {
        const text = files.read(path) ?? '';
        let file = parseFile(path, text);
        for (const version of versionsOf(text)) {
          file = parseAgain(file, version);
          assert.deepEqual(treeOf(file), treeOf(parseFile(path, version)), `${name}/${path}:\n${version}`);
        }
      }
    }
  });

  it('of a file that is parsed, what was not edited is taken over', () => {
    const text = 'const a = { b: 1 };\nfunction c() {\n  return a;\n}\nconst d = 1;\nc(d);\n';
    const file = parseFile('a.ts', text);
    const [, , , last] = file.ast.statements;
    const edited = parseAgain(file, text.replace('b: 1', 'b: 12'));
    assert.ok(edited.ast.statements[3] === last);
    assert.ok(scopesOf(edited.ast).resolve('d', edited.ast)?.scope === edited.ast);
  });

  it('a queue is of the processes that load it then', () => {
    const files = new MemoryFiles({
      'package.json': '{ "dependencies": { "bull": "^4" } }',
      'queues.ts': "import Bull from 'bull';\nexport const a = new Bull('a');\nexport const b = new Bull('b');\n",
      'worker.ts': "import { a } from './queues';\na.process(work);\n",
      'server.ts': '',
      'vercel.json': '{}',
    });
    const linter = new Linter(files, rules);
    const entriesAfter = (path?: string, text = ''): readonly string[] => {
      if (path !== undefined) files.write(path, text);
      linter.index(outlinesOf(files));
      const messages = linter.lint('queues.ts').findings.map(({ message }) => message);
      return ['worker.ts', 'server.ts', 'queues.ts'].filter((entry) => messages.join().includes(`\`${entry}\``));
    };
    assert.deepEqual(entriesAfter(), ['worker.ts']);
    assert.deepEqual(entriesAfter('worker.ts', 'work();'), ['queues.ts'], 'nothing imports it');
    assert.deepEqual(entriesAfter('server.ts', "import { a } from './queues';\na.add({});\n"), ['server.ts']);
    const scripts = '{ "dependencies": { "bull": "^4" }, "scripts": { "start": "node test/queues.js" } }';
    assert.deepEqual(entriesAfter('package.json', scripts), ['server.ts'], 'another file is started');
    assert.deepEqual(entriesAfter('package.json', scripts.replace('test/', '')), ['queues.ts']);
    assert.deepEqual(entriesAfter('package.json', '{ "dependencies": { "bull": "^4" } }'), ['server.ts']);
    const functions = '{ "functions": { "queues.ts": { "maxDuration": 60 } } }';
    assert.deepEqual(entriesAfter('vercel.json', functions), ['queues.ts']);
  });

  it('a workspace is linted as if it were new', () => {
    // Every eighth, for the sake of time: to lint each workspace anew takes long.
    for (const { name, files } of corpus().filter((_, i) => i % 8 === 0)) {
      const linter = new Linter(files, rules);
      linter.index(outlinesOf(files));
      const sources = files.paths.filter(isSourcePath);
      const source = sources.find((path) => mentionsBull(files.read(path) ?? '')) ?? '';
      // Says what is started, besides.
      const json = files.paths.filter((path) => path.endsWith('package.json'));
      for (const edited of [source, ...json]) {
        for (const version of versionsOf(files.read(edited) ?? '')) {
          files.write(edited, version);
          // Who types is answered first, and the index follows.
          linter.lint(source);
          linter.index(outlinesOf(files));
          const anew = new Linter(files, rules);
          anew.index(outlinesOf(files));
          for (const path of sources) {
            assert.deepEqual(
              findingsIn(linter, path),
              findingsIn(anew, path),
              `${path} of ${name}, ${edited}:\n${version}`,
            );
          }
          linter.forgetUnneeded();
        }
      }
    }
  });
});
