import assert from 'node:assert/strict';
import { ESLint } from 'eslint';
import { plainMarkdown, plainText } from '../src/plain-text';

describe('Text of others', () => {
  it('is never a link, an icon, or a turn of direction', () => {
    assert.equal(plainText('7.0 [Update](command:x)'), '7.0 [Update]\u200b(command:x)');
    assert.equal(plainText('$(error) 3'), '$\u200b(error) 3');
    assert.equal(plainText('a\u0000b\u001b[1m\u001b c\u2028d\u202ee\u2066f\r\ng'), 'a b  c d e f \ng');
    assert.equal(plainText('Bestellungen für München 🐂 שלום'), 'Bestellungen für München 🐂 שלום');
  });

  it('is never Markdown, HTML, or an address that becomes a link by itself', () => {
    const texts = [
      '*a* _b_ `c` # d',
      '[x](y "z")',
      '![x](y)',
      '<b>&amp;</b>',
      'https://a.example',
      'a@b.example',
      '1. x',
    ];
    for (const text of texts) {
      const markdown = plainMarkdown(text);
      assert.equal(markdown.replace(/\\(.)/gs, '$1').replaceAll('\u200b', ''), text);
      assert.doesNotMatch(markdown, /(?<!\\)[!-/:-@[\]^-`{-~]/);
    }
  });
});

describe('ESLint', () => {
  const rawCalls = [
    'void vscode.window.showWarningMessage(name);',
    'void vscode.window.withProgress({ location: 15, title: name }, async () => {});',
    'const { showQuickPick } = vscode.window; void showQuickPick([name]);',
    'vscode.window.createInputBox().prompt = name;',
    'vscode.window.setStatusBarMessage(name);',
    'export const hover = new vscode.MarkdownString(name);',
  ];

  it('refuses a box or Markdown that is given text past messages.ts and markdown.ts', async function () {
    this.timeout(60_000);
    const text = ["import * as vscode from 'vscode';", 'const name: string = vscode.env.appName;', ...rawCalls].join(
      '\n',
    );
    const eslint = new ESLint({
      ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-syntax',
      overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
    });
    const [result] = await eslint.lintText(text, { filePath: 'src/commands.ts' });
    const refused = result?.messages.map(({ line }) => line - 3);
    assert.deepEqual([...new Set(refused)], [...rawCalls.keys()]);
  });
});
