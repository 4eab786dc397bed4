// An esbuild plugin that bundles of TypeScript only what is imported: the parser is a ninth of it.
import { readFile } from 'node:fs/promises';

/** Where each source file of TypeScript begins in the one that it is published as. */
const FILE = /^(?=\/\/ src\/\S+\.ts$)/m;

/** The parser, and the methods of its nodes. */
const KEPT = /^\/\/ src\/(?:compiler\/|services\/services\.ts$)/m;

/** Statements that do something when TypeScript is loaded, as to announce a refactoring, and so are never left out. */
const DOING = new RegExp(
  [
    /^[\w.]+\((?:.*|[^]*?\n\}?)\);$/,
    /^[\w.]+ = (?:.*|\{[^]*?\n\});$/,
    /^if \([^]*?\n\}$/,
    /^\(\(\w+\) => \{\n[^]*?\n\}\)\(.*\);$/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gm',
);

export const typescriptParser = {
  name: 'typescript-parser',
  setup(build) {
    build.onLoad({ filter: /[\\/]typescript[\\/]lib[\\/]typescript\.js$/ }, async ({ path }) => ({
      contents: asModule(await readFile(path, 'utf8')),
    }));
  },
};

/** TypeScript as an ES module, of which esbuild finds out what is not needed. */
function asModule(text) {
  const [start, index, ...files] = text.split(FILE);
  const names = [...(index ?? '').matchAll(/^ {2}(\w+): \(\) => (\w+)/gm)].map(
    ([, name, local]) => `${local} as ${name}`,
  );
  if (names.length === 0) throw new Error('typescript.js is built otherwise than typescript-parser.mjs knows');
  const parts = files.map((file) => (KEPT.test(file) ? file : file.replace(DOING, '')));
  const code = [start.slice(start.indexOf('"use strict"')), ...parts].join('');
  const [body] = code.split('// Annotate the CommonJS export names');
  return `${body}\nexport { ${names.join(', ')} };\n`;
}
