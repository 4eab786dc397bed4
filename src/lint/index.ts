// The public face of the engine: hosts import it with `await import('../lint')` and take types with `import type`.
export type { Construction, Form, BullVersion, DroppedArgument, Roles, Use } from './constructions/construction';
export type { Finding, Fix, Location, Range, Related, TextEdit } from './findings';
export type { Missing } from './files/project';
export type { SourceFiles } from './files/source-files';
export type { LintResult } from './linter';
export type { Rule, RuleMeta } from './rule';
export type { LintSettings, Severity } from './settings';
export type { WorkspaceIndex } from './workspace-index';
export { disableFixes } from './disable-comment';
export { MemoryFiles } from './files/memory-files';
export { isSourcePath } from './files/parsed-file';
export { MOST_FIX_PASSES, fixesTogether, textsAfter, type FixTarget } from './fix-all';
export { Linter } from './linter';
export { lintUntilLoaded } from './lint-until-loaded';
export { mentionsBull } from './mentions';
export { rulePage } from './rule-page';
export { rules } from './rules';
export { defaultSettings } from './settings';
