import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../wait-for';
import { rowsFromTop } from './in-page.mjs';

/** A row's text, or part of it. */
export type RowText = string | RegExp;

/**
 * A row of a tree in the sidebar, found anew at each use: the first row with the last text of `path`, below the first
 * row with the text before it, and so on. Only rows on the screen are found.
 */
export class TreeRow {
  constructor(
    private readonly page: Page,
    private readonly path: readonly RowText[],
  ) {}

  /** Waits until the row is there. */
  async locate(timeout?: number): Promise<Locator> {
    const { id } = await this.wait(timeout);
    return this.page.locator(`[id="${id}"]`);
  }

  async isShown(): Promise<boolean> {
    return (await this.find()) !== null;
  }

  /** Label and description, as a person reads them. */
  async text(): Promise<string> {
    return (await this.wait()).text;
  }

  /** What a screen reader says. */
  async accessibleName(): Promise<string> {
    return (await (await this.locate()).getAttribute('aria-label')) ?? '';
  }

  async click(options: { readonly modifiers?: ('Shift' | 'Control')[] } = {}): Promise<void> {
    await (await this.locate()).click(options);
  }

  async hover(): Promise<void> {
    await (await this.locate()).hover();
  }

  async expand(): Promise<void> {
    await this.toggle('true');
  }

  async collapse(): Promise<void> {
    await this.toggle('false');
  }

  /** Clicks an icon at the end of the row, by its command's title. */
  async clickInline(title: string): Promise<void> {
    const row = await this.locate();
    await row.hover();
    await row.locator(`.action-label[aria-label="${title}"]`).click();
  }

  /** The titles of the row's icons. */
  async inlineActions(): Promise<string[]> {
    const row = await this.locate();
    await row.hover();
    const actions = await row.locator('.actions .action-label').all();
    const titles = await Promise.all(actions.map((action) => action.getAttribute('aria-label')));
    return titles.filter((title): title is string => title !== null);
  }

  /** Opens the context menu, and returns the titles in it. Escape closes it. */
  async openContextMenu(): Promise<string[]> {
    await (await this.locate()).click({ button: 'right' });
    const items = this.page.locator('.monaco-menu .action-item:not(.disabled) .action-label[aria-label]');
    await items.first().waitFor();
    const titles = await Promise.all((await items.all()).map((item) => item.getAttribute('aria-label')));
    return titles.filter((title): title is string => Boolean(title));
  }

  async clickInContextMenu(title: string): Promise<void> {
    await this.openContextMenu();
    await chooseInMenu(this.page, title);
  }

  /** The tooltip's text. */
  async tooltip(): Promise<string> {
    const hover = this.page.locator('.monaco-hover:visible').last();
    // A row that is redrawn just then takes its tooltip away.
    return waitFor(
      async () => {
        await this.page.mouse.move(0, 0);
        await (await this.locate()).locator('.label-name').first().hover();
        await hover.waitFor({ timeout: 3_000 });
        return hover.innerText();
      },
      { timeout: 20_000, message: `the tooltip of ${this.path.map(String).join(' > ')}` },
    );
  }

  private async toggle(to: 'true' | 'false'): Promise<void> {
    const message = `the row ${this.path.map(String).join(' > ')} to ${to === 'true' ? 'open' : 'close'}`;
    const isDone = async () => (await (await this.locate()).getAttribute('aria-expanded', { timeout: 1_000 })) === to;
    // Live workers move the rows: a click may meet the one that was there before, or one that is just drawn anew.
    await waitFor(
      async () => {
        if (await isDone()) return true;
        await (await this.locate()).locator('.monaco-tl-twistie').click({ timeout: 1_000 });
        return waitFor(isDone, { timeout: 2_000, message });
      },
      { timeout: 20_000, message },
    );
  }

  private wait(timeout = 15_000): Promise<ShownRow> {
    return waitFor(() => this.find(), { timeout, message: `the row ${this.path.map(String).join(' > ')}` });
  }

  private async find(): Promise<ShownRow | null> {
    const rows = await sidebarRows(this.page);
    let position = -1;
    for (const text of this.path) {
      position = rows.findIndex((row, index) => index > position && matches(row.text, text));
      if (position < 0) return null;
    }
    return rows[position] ?? null;
  }
}

interface ShownRow {
  readonly id: string;
  /** Label and description. */
  readonly text: string;
}

/** Clicks an entry of the context menu that is open: until it is closed, as one that has just opened takes no click. */
export async function chooseInMenu(page: Page, title: string): Promise<void> {
  const entry = page.locator(`.monaco-menu .action-label[aria-label="${title}"]`);
  await waitFor(
    async () => {
      await entry.click({ timeout: 1_000 }).catch(() => undefined);
      return !(await entry.isVisible());
    },
    { interval: 100, message: `${title} in the menu` },
  );
}

/** The rows that the sidebar shows, from top to bottom. */
export async function sidebarRows(page: Page): Promise<ShownRow[]> {
  return page.locator('.part.sidebar .monaco-list-row').evaluateAll(rowsFromTop);
}

function matches(text: string, wanted: RowText): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}
