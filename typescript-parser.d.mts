import type { Plugin } from 'esbuild';

/** Bundles of TypeScript only what is imported. */
export const typescriptParser: Plugin;
