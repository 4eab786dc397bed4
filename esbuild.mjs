// Bundles each entry into one CommonJS file under dist/. The heavy halves are entries of their own, so that
// `await import('../queues')` in the extension loads dist/queues.js (ioredis) only when it is reached.
import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { typescriptParser } from './typescript-parser.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    production: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
  },
});
const { production, watch, outdir } = values;

const entries = {
  extension: 'src/extension.ts',
  queues: 'src/queues/index.ts',
  lint: 'src/lint/index.ts',
  'lint-thread': 'src/lint-thread/main.ts',
  cli: 'src/cli/main.ts',
};

/** All, or those that the command line names: `node esbuild.mjs extension queues`. */
const chosen = positionals.length > 0 ? positionals : Object.keys(entries);

/** Leaves a dynamic import of another entry as `import('./<entry>.js')`. */
const splitEntries = {
  name: 'split-entries',
  setup(build) {
    build.onResolve({ filter: /^\./ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData?.resolved) return undefined;
      const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: { resolved: true } });
      const name = Object.keys(entries).find((key) => resolve(root, entries[key]) === found.path);
      return name ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
};

const context = await esbuild.context({
  absWorkingDir: root,
  entryPoints: chosen.map((out) => ({ in: entries[out], out })),
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  // A package's ES modules first: what a UMD file requires by a variable is not bundled, and fails when it runs.
  mainFields: ['module', 'main'],
  // A true import() of a CommonJS file has Node lex its 4 MB for named exports first: twice the time of a require.
  supported: { 'dynamic-import': false },
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'info',
  metafile: true,
  plugins: [splitEntries, typescriptParser],
});

if (watch) {
  await context.watch();
} else {
  await rm(resolve(root, outdir), { recursive: true, force: true });
  await context.rebuild().catch(() => {
    process.exitCode = 1; // esbuild has printed why.
  });
  await context.dispose();
}
