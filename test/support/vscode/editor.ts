import { isDeepStrictEqual } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { waitFor, waitUntilSteady } from '../wait-for';
import { isOn, linesFromTop, placeOfText } from './in-page.mjs';
import { moveAway } from './pointer';

/** The active text editor of a window. What is scrolled out of sight is not there. */
export class EditorPane {
  constructor(private readonly page: Page) {}

  private get lines(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor .view-line');
  }

  private get quickFixMenu(): Locator {
    return this.page.locator('.action-widget:visible .monaco-list-row.action');
  }

  /** Label of the active tab. */
  async title(): Promise<string> {
    const tab = this.page.locator('.editor-group-container.active .tab.active');
    return (await tab.getAttribute('data-resource-name')) ?? '';
  }

  /** Waits until it has the keyboard. */
  async focused(): Promise<void> {
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
  }

  /** The lines on the screen. */
  async text(): Promise<string> {
    await this.lines.first().waitFor();
    const lines = await this.lines.evaluateAll(linesFromTop);
    return lines.map((line) => line.replace(/\n$/, '')).join('\n');
  }

  /** Puts the cursor into the first occurrence of `text` (which is on one line). */
  async clickOn(text: string): Promise<void> {
    // Lines move when a lens comes above them: a click is then of another line.
    const click = async () => {
      const { x, y } = await this.find(text);
      await this.page.mouse.click(x, y);
      await moveAway(this.page);
      await this.focused();
      return waitFor(async () => this.isCursorOnLineOf(await this.find(text)), { timeout: 2_000 });
    };
    await waitFor(click, { timeout: 30_000, message: `the cursor at ${text}` });
  }

  /** Points at the first occurrence of `text`, and returns what the hover says. */
  async hover(text: string): Promise<string> {
    const hover = this.page.locator('.monaco-hover:visible').first();
    const read = async () => {
      const said = (await hover.isVisible()) ? (await hover.innerText({ timeout: 1_000 })).trim() : '';
      return said !== 'Loading...' && said;
    };
    const point = async () => {
      await moveAway(this.page);
      const place = await this.find(text);
      await this.page.mouse.move(place.x, place.y);
      const said = await waitFor(read, { timeout: 10_000 });
      // Lines move when a lens comes above them: the hover is then of another line.
      return isDeepStrictEqual(await this.find(text), place) && said;
    };
    return waitFor(point, { timeout: 30_000, message: `the hover of ${text}` });
  }

  /** Waits until the first occurrence of `text` is underlined. */
  async squiggle(text: string): Promise<void> {
    const squiggles = this.page.locator('.editor-group-container.active [class*="squiggly-"]');
    await waitFor(async () => squiggles.evaluateAll(isOn, await this.find(text)), {
      timeout: 60_000,
      message: `a finding at ${text}`,
    });
  }

  /** The titles in the quick fix menu of the finding at the first occurrence of `text`. Escape closes it. */
  async quickFixes(text: string): Promise<string[]> {
    await this.squiggle(text);
    await this.clickOn(text);
    await this.openQuickFixes();
    return (await this.quickFixMenu.allInnerTexts()).map((title) => title.trim());
  }

  /** Ctrl+. and Enter, where the cursor is. */
  async applyFirstFix(): Promise<void> {
    await this.openQuickFixes();
    await this.page.keyboard.press('Enter');
    await this.quickFixMenu.first().waitFor({ state: 'detached' });
  }

  async applyQuickFix(text: string, title: string): Promise<void> {
    await this.quickFixes(text);
    await this.quickFixMenu.filter({ hasText: title }).first().click();
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

  private async openQuickFixes(): Promise<void> {
    // VS Code asks for the fixes at each place on its own too, and then drops a question of the keyboard's that
    // is open: it is asked again.
    await waitUntilSteady(() => this.lightBulbAtCursor(), { timeout: 30_000, interval: 400, message: 'a light bulb' });
    const isOpen = () => this.quickFixMenu.first().isVisible();
    const ask = async () => {
      if (await isOpen()) return true;
      await this.page.keyboard.press('Control+.');
      return waitFor(isOpen, { timeout: 8_000 });
    };
    await waitFor(ask, { timeout: 30_000, message: 'the quick fixes' });
  }

  /** Where the light bulb is, at the cursor's line or, where that has no room, at the next one, beyond a lens; null elsewhere. */
  private async lightBulbAtCursor(): Promise<{ bulb: number; cursor: number } | null> {
    const active = this.page.locator('.editor-group-container.active');
    const bulb = active.locator('.lightBulbWidget, [class*="codicon-gutter-lightbulb"]').filter({ visible: true });
    const [bulbBox, cursorBox] = await Promise.all([
      bulb.first().boundingBox({ timeout: 1_000 }),
      this.cursor.boundingBox({ timeout: 1_000 }),
    ]);
    if (!bulbBox || !cursorBox || Math.abs(bulbBox.y - cursorBox.y) > 2.5 * cursorBox.height) return null;
    return { bulb: bulbBox.y, cursor: cursorBox.y };
  }

  private async isCursorOnLineOf({ y }: { y: number }): Promise<boolean> {
    const cursor = await this.cursor.boundingBox({ timeout: 1_000 });
    return cursor !== null && cursor.y <= y && y <= cursor.y + cursor.height;
  }

  private get cursor(): Locator {
    return this.page.locator('.editor-group-container.active .cursors-layer .cursor').first();
  }

  /** The middle of the first occurrence of `text`, in pixels of the window. */
  private async find(text: string): Promise<{ x: number; y: number }> {
    const place = () => this.lines.evaluateAll(placeOfText, text);
    return waitUntilSteady(place, { message: `the text ${text} in the editor` });
  }
}
