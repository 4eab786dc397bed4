import type { Locator, Page } from 'playwright-core';
import { EditorPane } from './editor';
import { isRestored } from './in-page.mjs';
import { waitFor } from '../wait-for';
import { moveAway } from './pointer';
import { ProblemsPanel } from './problems-panel';
import { QuickInput } from './quick-input';
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
  readonly problems: ProblemsPanel;
  private readonly quickInput: QuickInput;

  private constructor(readonly page: Page) {
    this.editor = new EditorPane(page);
    this.problems = new ProblemsPanel(page);
    this.quickInput = new QuickInput(page);
  }

  /** Once its views and editors are back, and its extensions known: until then icons come, and views open by themselves. */
  static async ready(page: Page): Promise<VSCodeWindow> {
    await page.waitForFunction(isRestored, undefined, { timeout: 60_000 });
    return new VSCodeWindow(page);
  }

  /** Shows a view container by its title in the activity bar; one that is shown already stays. */
  async openView(title: string): Promise<void> {
    const item = this.page.locator('.activitybar .action-item', { has: this.page.locator(labelStarting(title)) });
    await item.waitFor();
    const isShown = /\bchecked\b/.test((await item.getAttribute('class')) ?? '');
    if (!isShown) await item.click(); // Not its label, which a badge may cover. A second click would hide the view.
    await moveAway(this.page);
    await item.and(this.page.locator('.checked')).waitFor();
    await this.page.locator('.part.sidebar .pane-header, .part.sidebar .title-label').first().waitFor();
  }

  /** Drags the sidebar's edge. */
  async setSidebarWidth(width: number): Promise<void> {
    const { x, y, width: now, height } = (await this.page.locator('.part.sidebar').boundingBox())!;
    await this.page.mouse.move(x + now + 2, y + height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(x + width + 2, y + height / 2, { steps: 5 });
    await this.page.mouse.up();
    await moveAway(this.page);
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

  /** A row of the sidebar: `row('ai-parsing', 'Failed')` is the first Failed inside ai-parsing. */
  row(...path: readonly RowText[]): TreeRow {
    return new TreeRow(this.page, path);
  }

  /** The sidebar's rows on the screen, top to bottom. */
  async rows(): Promise<string[]> {
    return (await sidebarRows(this.page)).map(({ text }) => text);
  }

  /** Waits until a view shows this text instead of a tree. A window that starts takes no workspace for trusted at first. */
  async welcome(text: RegExp): Promise<void> {
    const shown = this.page.locator('.part.sidebar .welcome-view-content').first();
    await waitFor(async () => text.test(await shown.innerText()), { timeout: 30_000, message: `the text ${text}` });
  }

  /** Clicks an icon in the view's title bar. */
  async clickInViewTitle(title: string): Promise<void> {
    await this.page.locator('.part.sidebar .title-label').hover();
    await this.page
      .locator(`.part.sidebar .title-actions, .part.sidebar .pane-header`)
      .locator(label(title))
      .first()
      .click();
    await moveAway(this.page);
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
    await this.quickInput.openAndPick('F1', title, '>');
  }

  /** The commands that the palette offers for a search text, in a window in which all of them are on the screen. */
  async commandsFor(text: string): Promise<string[]> {
    await this.quickInput.open('F1');
    const labels = await this.quickInput.entriesFor(`>${text}`);
    await this.quickInput.close();
    return labels;
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.quickInput.openAndPick('Control+p', name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.editor.focused();
  }

  /** The labels of the tabs, group after group. */
  async tabs(): Promise<string[]> {
    // A name and its extension are two elements.
    const labels = await this.page.locator('.editor-group-container .tab .monaco-icon-label').allInnerTexts();
    return labels.map((label) => label.replaceAll('\n', ''));
  }

  /** Types into the quick input that is open (input box or pick). */
  async type(text: string): Promise<void> {
    await this.quickInput.type(text);
  }

  /** Types and presses Enter. */
  async submit(text: string): Promise<void> {
    await this.type(text);
    await this.quickInput.enter();
  }

  /** Chooses the entry with this label in the quick pick that is open. */
  async pick(label: string): Promise<void> {
    await this.quickInput.pick(label);
  }

  /** What the open input box says below its field: prompt or validation message. */
  async inputMessage(): Promise<string> {
    return this.quickInput.message();
  }

  /**
   * The message that holds `text`, or the newest one. VS Code shows no more than three within 800 ms, each for 10 s
   * (notificationsToasts.ts); the others are behind the bell, where a person finds them too.
   */
  async notification(text: string | RegExp = '', timeout = 30_000): Promise<Notification> {
    const message = this.page.locator('.notification-list-item:visible', { hasText: text }).first();
    await message.waitFor({ timeout: 5_000 }).catch(() => this.openNotifications());
    await message.waitFor({ timeout });
    return {
      message: await message.locator('.notification-list-item-message').innerText(),
      buttons: await message.locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts(),
      click: (button) => message.locator('.monaco-button', { hasText: button }).first().click(),
    };
  }

  private async openNotifications(): Promise<void> {
    const isOpen = await this.page.locator('.notifications-center').isVisible();
    if (!isOpen) await this.page.locator('[id="status.notifications"]').click();
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

  /** The text of what is on the screen, part by part, for a person who cannot see it. */
  async text(): Promise<string> {
    const parts = [
      '.monaco-dialog-box',
      '.quick-input-widget',
      '.context-view',
      '.notification-list-item',
      '.part.sidebar',
    ];
    const shown = this.page.locator(parts.map((part) => `${part}:visible`).join(', '));
    return (await shown.allInnerTexts()).map((text) => text.replaceAll(/\s*\n\s*/g, ' | ')).join('\n');
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
