import type typescript from 'typescript';
import type { Part } from './object-parts';
import { indentationAt } from './style';

/** Code as it is written, for another place: its lines after the first keep their distance to the new indentation. */
export function moved(node: typescript.Node): Part {
  const code = node.getText();
  const own = indentationAt(node.getSourceFile().text, node.getStart());
  if (code.includes('`')) return () => code;
  const [first = '', ...rest] = code.split('\n');
  return (indentation) =>
    [first, ...rest.map((line) => (line.startsWith(own) ? (indentation ?? own) + line.slice(own.length) : line))].join(
      '\n',
    );
}
