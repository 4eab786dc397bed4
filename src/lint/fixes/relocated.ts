import type typescript from 'typescript';
import type { Part } from './part';
import { ownComments } from './own-comments';
import { indentationAt } from './style';

/**
 * Code as it is written, for another place, with the comments that speak of it: its lines after the first keep their
 * distance to the new indentation.
 */
export function moved(node: typescript.Node): Part {
  return withComments(node, (indentation, comma) => relocated(node.getText(), node, indentation) + comma);
}

/** What is written in the place of an element, or moves there, with the comments that speak of the element. */
export function withComments(element: typescript.Node, part: Part): Part {
  const { text } = element.getSourceFile();
  const { before, after } = ownComments(element);
  const codeOf = ({ start, end }: (typeof before)[number]): string => text.slice(start, end);
  return (indentation, comma) => {
    const above = before.map((comment, i) => {
      const gap = text.slice(comment.end, before[i + 1]?.start ?? element.getStart());
      const lineBreak = /\r?\n/.exec(gap)?.[0];
      const isLine = lineBreak !== undefined && (indentation !== null || isLineComment(codeOf(comment)));
      return relocated(codeOf(comment), element, indentation) + (isLine ? lineBreak + (indentation ?? '') : ' ');
    });
    const behind = after.map((comment) => ` ${codeOf(comment)}`);
    const isOpen = indentation === null && isLineComment(behind.at(-1) ?? '');
    return above.join('') + part(indentation, comma) + behind.join('') + (isOpen ? '\n' : '');
  };
}

function relocated(code: string, element: typescript.Node, indentation: string | null): string {
  const own = indentationAt(element.getSourceFile().text, element.getStart());
  if (indentation === null || code.includes('`')) return code;
  const [first = '', ...rest] = code.split('\n');
  return [first, ...rest.map((line) => (line.startsWith(own) ? indentation + line.slice(own.length) : line))].join(
    '\n',
  );
}

function isLineComment(code: string): boolean {
  return code.trimStart().startsWith('//');
}
