// The least that ESLint can do with a TypeScript file: parse it with typescript-eslint, and look at it with one rule.
import tseslint from 'typescript-eslint';

const noOp = { meta: { type: 'problem', schema: [] }, create: () => ({}) };

export default [
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { bench: { rules: { 'no-op': noOp } } },
    rules: { 'bench/no-op': 'error' },
  },
];
