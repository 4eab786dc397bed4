import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../wait-for';
import { linesFromTop, placeOfText } from './in-page.mjs';

/** The active text editor of a window. What is scrolled out of sight is not there. */
export class EditorPane {
  constructor(private readonly page: Page) {}

  private get lines(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor .view-line');
  }

  /** Label of the active tab. */
  async title(): Promise<string> {
    const tab = this.page.locator('.editor-group-container.active .tab.active');
    return (await tab.getAttribute('data-resource-name')) ?? '';
  }

  /** The lines on the screen. */
  async text(): Promise<string> {
    await this.lines.first().waitFor();
    const lines = await this.lines.evaluateAll(linesFromTop);
    return lines.map(({ text }) => text.replace(/\n$/, '')).join('\n');
  }

  /** Puts the cursor into the first occurrence of `text` (which is on one line). */
  async clickOn(text: string): Promise<void> {
    const { x, y } = await this.find(text);
    await this.page.mouse.click(x, y);
  }

  /** Points at the first occurrence of `text`, and returns what the hover says. */
  async hover(text: string): Promise<string> {
    const { x, y } = await this.find(text);
    const hover = this.page.locator('.monaco-hover:visible').first();
    return waitFor(
      async () => {
        await this.page.mouse.move(x - 1, y);
        await this.page.mouse.move(x, y);
        return (await hover.isVisible()) && (await hover.innerText()).trim();
      },
      { message: `the hover of ${text}`, interval: 300 },
    );
  }

  /** The titles in the quick fix menu at the first occurrence of `text`. Escape closes it. */
  async quickFixes(text: string): Promise<string[]> {
    const menu = this.page.locator('.action-widget:visible .monaco-list-row.action');
    await waitFor(
      async () => {
        await this.page.keyboard.press('Escape');
        await this.clickOn(text);
        await this.page.keyboard.press('Control+.');
        await menu.first().waitFor({ timeout: 2_000 });
        return true;
      },
      { message: `quick fixes of ${text}`, timeout: 20_000 },
    );
    return (await menu.allInnerTexts()).map((title) => title.trim());
  }

  async applyQuickFix(text: string, title: string): Promise<void> {
    await this.quickFixes(text);
    await this.page.locator('.action-widget:visible .monaco-list-row.action', { hasText: title }).first().click();
  }

  /** The texts above the lines. */
  async codeLenses(): Promise<string[]> {
    const lenses = this.page.locator('.editor-group-container.active .codelens-decoration');
    await lenses.first().waitFor();
    return (await lenses.allInnerTexts()).map((lens) => lens.replace(/\u00a0/g, ' ').trim());
  }

  async clickCodeLens(title: string): Promise<void> {
    await this.page.locator('.codelens-decoration a', { hasText: title }).first().click();
  }

  /** The middle of the first occurrence of `text`, in pixels of the window. */
  private async find(text: string): Promise<{ x: number; y: number }> {
    return waitFor(() => this.lines.evaluateAll(placeOfText, text), { message: `the text ${text} in the editor` });
  }
}
