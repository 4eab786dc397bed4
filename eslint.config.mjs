import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

/** Forbids imports; `message` says what the house rule is. */
const forbid = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});
const noVscode = {
  group: ['vscode'],
  message: 'The pure half never imports the editor (see the README, "The house").',
};
const lazy = (half) => ({
  // lint/files/mentions, lint/files/files-exclude, queues/dialects and these of queues/causes and queues/watch load nothing else, and are asked before their half is loaded.
  regex: `/${half}(/(?!(files/(mentions|files-exclude)|dialects|causes/(diagnosis|stack-frames|telling-line)|watch/checklist)$).*)?$`,
  allowTypeImports: true,
  message: `Heavy: only types at load time; reach it with await import('../${half}').`,
});
const never = (...halves) => ({
  group: halves.flatMap((half) => [`**/${half}`, `**/${half}/**`]),
  message: 'These halves know nothing of each other; the VS Code layer links them with plain data.',
});

const pureConnections = {
  regex: '/connections/(?!(connection-setting|environment|redis-url|tls-files)$)',
  message: 'Only what reads settings: the rest of connections is for the editor.',
};

const plain = "VS Code makes links and icons of its text, so others' text is made plain there";

/** Names of `vscode` that one file uses for all. */
const ONLY_IN = [
  {
    file: 'src/messages.ts',
    names: '(show(Information|Warning|Error)|setStatusBar)Message|(show|create)(QuickPick|InputBox)|withProgress',
    why: plain,
  },
  { file: 'src/markdown.ts', names: 'MarkdownString', why: plain },
  { file: 'src/commands.ts', names: 'register(TextEditor)?Command', why: 'it checks what a command is called with' },
  { file: 'src/settings.ts', names: 'getConfiguration', why: 'settings are read and written in one place' },
];
const restrict = (restrictions) => ({
  'no-restricted-syntax': [
    'error',
    ...restrictions.map(({ file, names, why }) => ({
      selector: [
        'MemberExpression > .property',
        'ObjectPattern > Property > .key',
        'ImportDeclaration[source.value=vscode] > ImportSpecifier > .imported',
      ]
        .map((place) => `${place}[name=/^(${names})$/]`)
        .join(', '),
      message: `Only ${file} may use it: ${why}.`,
    })),
  ],
});

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'test/fixtures/', 'test/demo/workspace/', 'test/demo/packages/'] },
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: dirname(fileURLToPath(import.meta.url)) },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['test/**/*.cjs', 'test/demo/guide/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['src/bull/**'],
    rules: forbid(noVscode, never('lint', 'queues', 'editor', 'sidebar', 'sessions', 'connections', 'cli')),
  },
  {
    files: ['src/log/**'],
    rules: forbid(noVscode, never('bull', 'lint', 'queues', 'editor', 'sidebar', 'sessions', 'connections', 'cli')),
  },
  {
    files: ['src/lint/**'],
    rules: forbid(noVscode, never('queues', 'link', 'editor', 'sidebar', 'sessions', 'connections', 'cli')),
  },
  {
    files: ['src/lint-thread/**'],
    rules: forbid(noVscode, never('queues', 'editor', 'sidebar', 'sessions', 'connections', 'cli')),
  },
  {
    files: ['src/workspace/**'],
    rules: forbid(noVscode, never('queues', 'editor', 'sidebar', 'sessions', 'connections', 'cli')),
  },
  {
    files: ['src/lint-thread/client/**'],
    rules: forbid(noVscode, lazy('lint'), never('queues', 'editor', 'sidebar', 'sessions', 'connections', 'cli')),
  },
  {
    files: ['src/queues/**'],
    rules: forbid(noVscode, never('lint', 'link', 'editor', 'sidebar', 'sessions', 'connections', 'cli')),
  },
  {
    files: ['src/link/**'],
    rules: forbid(noVscode, lazy('lint'), lazy('queues'), never('editor', 'sidebar', 'sessions', 'connections', 'cli')),
  },
  {
    files: ['src/watch/**'],
    rules: forbid(
      noVscode,
      lazy('queues'),
      never('lint', 'link', 'editor', 'sidebar', 'sessions', 'connections', 'cli'),
    ),
  },
  {
    files: ['src/cli/**'],
    rules: forbid(noVscode, lazy('queues'), never('editor', 'sidebar', 'sessions'), pureConnections),
  },
  {
    files: ['src/*.ts', 'src/editor/**', 'src/sidebar/**', 'src/sessions/**', 'src/connections/**'],
    rules: forbid(lazy('queues'), lazy('lint')),
  },
  {
    files: ['src/sessions/**', 'src/connections/**'],
    rules: forbid(lazy('queues'), lazy('lint'), never('editor', 'sidebar', 'cli')),
  },
  { files: ['src/**'], rules: restrict(ONLY_IN) },
  ...ONLY_IN.map((own) => ({ files: [own.file], rules: restrict(ONLY_IN.filter((each) => each !== own)) })),
);
