import type { Locator, Page } from 'playwright-core';
import { waitFor, waitUntilSteady } from '../wait-for';
import { ContextMenu } from './context-menu';
import { ariaLabels, rowsFromTop, type ShownRow } from './in-page.mjs';
import { moveAway } from './pointer';

/** A row's text, or part of it. */
export type RowText = string | RegExp;

/**
 * A row of a tree in the sidebar, found anew at each use: the first row with the last text of `path` that is inside a
 * row with the text before it, and so on. Only rows on the screen are found.
 */
export class TreeRow {
  constructor(
    private readonly page: Page,
    private readonly path: readonly RowText[],
  ) {}

  /** Waits until the row is there, and stays where it is. */
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
    await moveAway(this.page);
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
    await moveAway(this.page);
  }

  /** The titles of the row's icons. */
  async inlineActions(): Promise<string[]> {
    const row = await this.locate();
    await row.hover();
    // In one step: a row that is drawn anew meanwhile has other icons.
    const titles = await row.locator('.actions .action-label').evaluateAll(ariaLabels);
    await moveAway(this.page);
    return titles;
  }

  /** Opens the context menu. */
  async openContextMenu(): Promise<ContextMenu> {
    await (await this.locate()).click({ button: 'right' });
    return ContextMenu.opened(this.page);
  }

  async clickInContextMenu(title: string): Promise<void> {
    await (await this.openContextMenu()).choose(title);
  }

  /** The titles in the context menu, which is closed again. */
  async contextMenu(): Promise<string[]> {
    const menu = await this.openContextMenu();
    const titles = await menu.titles();
    await menu.close();
    return titles;
  }

  /** The tooltip's text. It stays until the mouse moves. */
  async tooltip(): Promise<string> {
    await moveAway(this.page);
    const hover = this.page.locator('.monaco-hover:visible').last();
    let x = 0;
    // A hand is never quite still: over a row that is drawn anew under a mouse that is, VS Code shows no tooltip.
    const isShown = async () => (await hover.isVisible()) || void (await this.moveWithin(x++ % 2));
    await waitFor(isShown, { timeout: 30_000, interval: 1_000, message: `the tooltip of ${this.name}` });
    return hover.innerText();
  }

  /** Moves the mouse to `x` pixels beside the middle of the row's label. */
  private async moveWithin(x: number): Promise<void> {
    const box = await (await this.locate()).locator('.label-name').first().boundingBox({ timeout: 1_000 });
    if (box) await this.page.mouse.move(box.x + box.width / 2 + x, box.y + box.height / 2);
  }

  private async toggle(to: 'true' | 'false'): Promise<void> {
    const isDone = async () => (await (await this.locate()).getAttribute('aria-expanded')) === to;
    const click = async () => {
      if (await isDone()) return true;
      await (await this.locate()).locator('.monaco-tl-twistie').click();
      await moveAway(this.page);
      // The row that was clicked shows it at once; one that is drawn anew at that moment was not clicked.
      return isDone();
    };
    await waitFor(click, { message: `${this.name} to ${to === 'true' ? 'open' : 'close'}` });
  }

  private get name(): string {
    return `the row ${this.path.map(String).join(' > ')}`;
  }

  /** Its place is known by its number in the tree: while rows above it come, a click would meet its neighbour. */
  private wait(timeout = 30_000): Promise<ShownRow> {
    return waitUntilSteady(() => this.find(), { timeout, message: this.name });
  }

  private async find(): Promise<ShownRow | null> {
    return findInside(await sidebarRows(this.page), this.path);
  }
}

/** The rows that the sidebar shows, from top to bottom. */
export async function sidebarRows(page: Page): Promise<ShownRow[]> {
  return page.locator('.part.sidebar .monaco-list-row').evaluateAll(rowsFromTop);
}

function findInside(rows: readonly ShownRow[], [text, ...inner]: readonly RowText[]): ShownRow | null {
  if (text === undefined) return null;
  for (const [index, row] of rows.entries()) {
    if (!matches(row.text, text)) continue;
    if (inner.length === 0) return row;
    const below = rows.slice(index + 1);
    const end = below.findIndex(({ level }) => level <= row.level);
    const found = findInside(end < 0 ? below : below.slice(0, end), inner);
    if (found) return found;
  }
  return null;
}

function matches(text: string, wanted: RowText): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}
