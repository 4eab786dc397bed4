import { directoryOf, join, upwards } from '../files/paths';
import type { Project } from '../files/project';

/** Folders of tests, examples, tools and build output, wherever they stand below the root. */
const FOLDERS = new Set([
  ...['test', 'tests', '__tests__', '__test__', 'spec', 'specs', 'e2e', 'cypress', 'playwright', '__mocks__', 'mocks'],
  ...['fixtures', '__fixtures__', 'example', 'examples', 'sample', 'samples', 'demo', 'demos', 'playground', 'sandbox'],
  ...['bench', 'benchmark', 'benchmarks', 'docs', 'script', 'scripts', 'tools', 'stories', 'migrations', 'seeds'],
  ...['dist', 'build', 'out', 'output', 'coverage', 'vendor', 'public', 'static', 'node_modules'],
]);

/** `queue.test.ts`, `queue_spec.js`, `bundle.min.js`, `queue.d.ts`; a `queue.setup.ts` or `queue.config.ts` may be anything. */
const NAME = /[._-](test|tests|spec|e2e|bench|stories|story|mock|fixture|min|d)\.[cm]?[jt]sx?$/;
/** `jest.config.js`, `vitest.setup.ts`: of a tool that runs, builds or checks the code. */
const OF_TOOL =
  /(^|\/)(jest|vitest|mocha|ava|karma|cypress|playwright|test|webpack|rollup|vite|esbuild|tsup|babel|eslint|prettier|stylelint|commitlint|tailwind|postcss|next|nuxt|svelte|metro|gulp|grunt)[._-][\w.-]*(config|setup)\.[cm]?[jt]s$/;

/** Whether a file is part of what runs in production, by its path in its package. */
export function isProduction(file: string, project: Project): boolean {
  const path = below(packageOf(file, project), file);
  const folders = path.split('/').slice(0, -1);
  return (
    !NAME.test(path) && !OF_TOOL.test(path) && !folders.some((folder) => FOLDERS.has(folder) || /^\.[^.]/.test(folder))
  );
}

/** The path of a file as people of its repository write it. */
export function belowRoot(file: string, project: Project): string {
  return below(rootOf(file, project), file);
}

function below(directory: string, file: string): string {
  return file.slice(join(directory, 'x').length - 1);
}

/** The folder of a file's package. An example with a package.json of its own is a program of its own. */
export function packageOf(file: string, project: Project): string {
  const found = upwards(directoryOf(file)).find((directory) => project.names(directory).has('package.json'));
  return found ?? rootOf(file, project);
}

/** The nearest directory with a `.git`, else the farthest with a package.json, else the file's own. */
function rootOf(file: string, project: Project): string {
  const directories = upwards(directoryOf(file));
  const has = (name: string) => (directory: string) => project.names(directory).has(name);
  const found = directories.find(has('.git')) ?? directories.findLast(has('package.json'));
  return found ?? (file.startsWith('/') || /^[a-z]:/i.test(file) ? directoryOf(file) : '');
}
