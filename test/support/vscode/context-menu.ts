import type { Locator, Page } from 'playwright-core';
import { moveAway } from './pointer';

/** The context menu that is open. */
export class ContextMenu {
  private readonly menu: Locator;

  private constructor(private readonly page: Page) {
    this.menu = page.locator('.monaco-menu').first();
  }

  static async opened(page: Page): Promise<ContextMenu> {
    const opened = new ContextMenu(page);
    await opened.entries.first().waitFor();
    return opened;
  }

  /** The titles of what can be chosen. */
  async titles(): Promise<string[]> {
    const entries = await this.entries.all();
    return Promise.all(entries.map(async (entry) => (await entry.getAttribute('aria-label'))!));
  }

  /** With mouse and Enter: a menu takes no click until 100 ms after it has opened, and nothing shows when it does. */
  async choose(title: string): Promise<void> {
    const entry = this.page.locator(`.action-label[aria-label="${title}"]`);
    await this.menu.locator('.action-item', { has: entry }).hover();
    await this.menu.locator('.action-item.focused', { has: entry }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.closed();
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.closed();
  }

  private get entries(): Locator {
    return this.menu.locator('.action-item:not(.disabled) .action-label[aria-label]:not([aria-label=""])');
  }

  /** Until it has faded out: the next one is another. */
  private async closed(): Promise<void> {
    await this.menu.waitFor({ state: 'detached' });
    await moveAway(this.page);
  }
}
