import type typescript from 'typescript';
import type { Rule } from '../../engine/rule';
import { exportFix } from './fixes';
import { missingExports, type MissingExport } from './missing-exports';

/** A test that replaces bull may give it any export. */
const MOCK = /\b(jest|vi)\.(un)?(doM|m)ock\(\s*['"]bull['"]/;

export const noSuchExport: Rule = {
  meta: {
    id: 'no-such-export',
    summary: 'Bull has no export of that name: it is undefined at run time.',
    defaultSeverity: 'error',
    fixable: true,
  },
  *check(context) {
    if (MOCK.test(context.file.text)) return;
    for (const missing of missingExports(context)) {
      const place = placeIn(missing);
      yield {
        start: place.getStart(),
        end: place.end,
        message: messageFor(missing.name),
        fixes: () => {
          const certain = exportFix(missing);
          return certain ? [certain] : [];
        },
      };
    }
  },
};

function messageFor(name: string): string {
  return name === 'Queue'
    ? 'Bull has no export `Queue`, only a type of that name: at run time it is undefined. Take the default export, or `require` itself.'
    : `Bull has no export \`${name}\`: at run time it is undefined.`;
}

function placeIn({ kind, node }: MissingExport): typescript.Node {
  return kind === 'member' ? node.name : node;
}
