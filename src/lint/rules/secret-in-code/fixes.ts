import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import type { Fix } from '../../engine/finding';
import type { Location } from '../../syntax/location';
import { fix, type RuleContext } from '../../engine/rule';
import type { Password } from './passwords';

const TITLE = 'Read the password from process.env.REDIS_PASSWORD';

/** Not preferred: the program needs the variable from then on, and only a person can set it. */
export function environmentFix({ at, kind, defaultOf }: Password, { project }: RuleContext): Fix | null {
  const literal = stringAt(at, project.parse(at.file)?.ast ?? null);
  if (!literal || defaultOf !== undefined) return null;
  const newText = kind === 'option' ? 'process.env.REDIS_PASSWORD' : withVariable(literal.text);
  return newText === null ? null : fix(TITLE, [{ ...at, newText }], { isPreferred: false });
}

/** The URL as a template; null where its text would need escapes. */
function withVariable(url: string): string | null {
  const [, before, after] = /^(rediss?:\/\/[^/?#:@]*:)[^/?#]*(@.*)$/i.exec(url) ?? [];
  if (before === undefined || after === undefined || /[`\\]|\$\{/.test(before + after)) return null;
  return `\`${before}\${encodeURIComponent(process.env.REDIS_PASSWORD ?? '')}${after}\``;
}

function stringAt(at: Location, ast: typescript.SourceFile | null): typescript.StringLiteralLike | null {
  const find = (node: typescript.Node): typescript.StringLiteralLike | null => {
    if (ts.isStringLiteralLike(node) && node.getStart() === at.start && node.end === at.end) return node;
    return (
      ts.forEachChild(node, (child) => (child.pos <= at.start && at.end <= child.end ? find(child) : null)) ?? null
    );
  };
  return ast && find(ast);
}
