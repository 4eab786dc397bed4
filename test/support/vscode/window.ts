import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../wait-for';
import { EditorPane } from './editor';
import { type RowText, sidebarRows, TreeRow } from './tree';

/** Parts of the window, for pictures. */
const regions = {
  window: '.monaco-workbench',
  sidebar: '.part.sidebar',
  editor: '.part.editor',
  panel: '.part.panel',
  statusbar: '.part.statusbar',
} as const;

export interface Dialog {
  readonly message: string;
  /** Empty where there is none. */
  readonly detail: string;
  readonly buttons: readonly string[];
  click(button: string): Promise<void>;
}

export interface Notification {
  readonly message: string;
  readonly buttons: readonly string[];
  click(button: string): Promise<void>;
}

/** One window of VS Code, in the words of the person who uses it. Each call waits for what it needs. */
export class VSCodeWindow {
  readonly editor: EditorPane;

  private constructor(readonly page: Page) {
    this.editor = new EditorPane(page);
  }

  static async ready(page: Page): Promise<VSCodeWindow> {
    await page.locator('.monaco-workbench .activitybar .action-label').first().waitFor({ timeout: 60_000 });
    await page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
    return new VSCodeWindow(page);
  }

  /** Shows a view container by its title in the activity bar; one that is shown already stays. */
  async openView(title: string): Promise<void> {
    const item = this.page.locator('.activitybar .action-item', { has: this.page.locator(labelStarting(title)) });
    await item.waitFor({ timeout: 30_000 });
    // A click on the view that is shown hides it, and a window that starts may show it by itself just then.
    await waitFor(
      async () => {
        if (/\bchecked\b/.test((await item.getAttribute('class')) ?? '')) return true;
        await item.click(); // Not its label, which a badge may cover.
        await this.page.mouse.move(0, 0); // Away, or the icon's tooltip stays.
        return false;
      },
      { timeout: 30_000, interval: 500, message: `the view ${title}` },
    );
    await this.page.locator('.part.sidebar .pane-header, .part.sidebar .title-label').first().waitFor();
  }

  /** Drags the sidebar's edge. */
  async setSidebarWidth(width: number): Promise<void> {
    const { x, y, width: now, height } = (await this.page.locator('.part.sidebar').boundingBox())!;
    await this.page.mouse.move(x + now + 2, y + height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(x + width + 2, y + height / 2, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Takes the desktop's focus from the window, or gives it back. */
  async setFocused(focused: boolean): Promise<void> {
    await this.page.evaluate(`document.hasFocus = () => ${focused}`);
    // One of the events at which VS Code asks again.
    await this.page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  }

  /** Waits until the sidebar shows rows or a welcome text, and nothing in it is in progress. */
  async settled(): Promise<void> {
    const sidebar = this.page.locator('.part.sidebar');
    await sidebar.locator('.monaco-list-row, .welcome-view-content p').first().waitFor();
    await sidebar.locator('.monaco-progress-container.active').waitFor({ state: 'detached' });
  }

  /** A row of the sidebar: `row('ai-parsing', 'Failed')` is the first Failed below the first ai-parsing. */
  row(...path: readonly RowText[]): TreeRow {
    return new TreeRow(this.page, path);
  }

  /** The sidebar's rows on the screen, top to bottom. */
  async rows(): Promise<string[]> {
    return (await sidebarRows(this.page)).map(({ text }) => text);
  }

  /** The text that a view shows instead of a tree. */
  async welcomeText(): Promise<string> {
    const welcome = this.page.locator('.part.sidebar .welcome-view-content');
    await welcome.first().waitFor();
    return welcome.first().innerText();
  }

  /** Clicks an icon in the view's title bar. */
  async clickInViewTitle(title: string): Promise<void> {
    await this.page.locator('.part.sidebar').hover();
    await this.page
      .locator(`.part.sidebar .title-actions, .part.sidebar .pane-header`)
      .locator(label(title))
      .first()
      .click();
  }

  /** The badge on the activity bar; empty where there is none. */
  async badge(title: string): Promise<string> {
    const item = this.page.locator('.activitybar .action-item', { has: this.page.locator(labelStarting(title)) });
    const badge = item.locator('.badge-content');
    return (await badge.isVisible()) ? badge.innerText() : '';
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** Runs a command from the palette by its full title, as `Bull Lens: Add Connection…`. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.pick(title, '>');
  }

  /** The commands that the palette offers for a search text. */
  async commandsFor(text: string): Promise<string[]> {
    await this.page.keyboard.press('F1');
    await this.type(`>${text}`);
    const rows = this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    const labels = await rows.locator('.label-name').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return labels;
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    await this.pick(name);
    await this.page.locator('.tab.active', { hasText: name.split('/').pop()! }).waitFor();
  }

  /** Types into the quick input that is open (input box or pick). */
  async type(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget:visible .quick-input-box input').fill(text);
  }

  /** Types and presses Enter. */
  async submit(text: string): Promise<void> {
    await this.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Chooses an entry of the quick pick that is open. */
  async pick(title: string, prefix = ''): Promise<void> {
    await this.type(prefix + title);
    const entry = this.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: title }).first();
    await entry.click();
  }

  /** What the open input box says below its field: prompt or validation message. */
  async inputMessage(): Promise<string> {
    return this.page.locator('.quick-input-widget:visible .quick-input-message').innerText();
  }

  /** The message that holds `text`, or the newest one. */
  async notification(text: string | RegExp = '', timeout = 15_000): Promise<Notification> {
    const toast = this.page.locator('.notification-toast', { hasText: text }).first();
    await toast.waitFor({ timeout });
    return {
      message: await toast.locator('.notification-list-item-message').innerText(),
      buttons: await toast.locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts(),
      click: (button) => toast.locator('.monaco-button', { hasText: button }).first().click(),
    };
  }

  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.page.locator('.notification-toast').first().waitFor({ state: 'detached' });
  }

  /** The modal dialog that asks. */
  async dialog(): Promise<Dialog> {
    const box = this.page.locator('.monaco-dialog-box');
    await box.waitFor();
    // VS Code shows a message that has no detail as the detail of none.
    const texts = await box.locator('.dialog-message-text, .dialog-message-detail').allInnerTexts();
    const [message = '', detail = ''] = texts;
    return {
      message,
      detail,
      buttons: await box.locator('.dialog-buttons .monaco-button').allInnerTexts(),
      click: async (button) => {
        await box.locator('.dialog-buttons').getByText(button, { exact: true }).click();
        await box.waitFor({ state: 'detached' });
      },
    };
  }

  /** The rows of the Problems panel: files and their findings. */
  async problems(): Promise<string[]> {
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    if (!(await this.page.locator('.markers-panel').isVisible())) await this.page.keyboard.press('Control+Shift+M');
    return waitFor(
      async () => {
        const texts = (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
        return texts.length > 0 && texts;
      },
      { message: 'problems' },
    );
  }

  /** Writes a PNG. */
  async screenshot(
    file: string,
    { region = 'window' }: { readonly region?: keyof typeof regions } = {},
  ): Promise<void> {
    await this.page.locator(regions[region]).first().screenshot({ path: file });
  }
}

function label(title: string): string {
  return `.action-label[aria-label="${title}"]`;
}

function labelStarting(title: string): string {
  return `.action-label[aria-label^="${title}"]`;
}
