import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../wait-for';

/** The quick input of a window: the command palette, a pick or an input box. */
export class QuickInput {
  /** One that fades out is still on the screen, and takes nothing. */
  private readonly widget: Locator;
  private readonly labels: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget:not(.quick-input-widget-closing):visible');
    this.labels = this.widget.locator('.quick-input-list .monaco-list-row .label-name');
  }

  /** Opens it by a key, and waits until it has the focus: it closes as soon as something else takes that. */
  async open(key: 'F1' | 'Control+p'): Promise<void> {
    await this.widget.waitFor({ state: 'detached' });
    await this.page.keyboard.press(key);
    await this.widget.locator('.quick-input-box input:focus').waitFor();
  }

  async type(text: string): Promise<void> {
    await this.widget.locator('.quick-input-box input').fill(text);
  }

  /** Types, waits until the entry with just this label is the one that Enter takes, and takes it. */
  async pick(label: string, prefix = ''): Promise<void> {
    await this.type(prefix + label);
    const focused = this.widget.locator('.quick-input-list .monaco-list-row.focused .label-name');
    await waitFor(async () => (await plain(focused))[0] === label, { timeout: 30_000, message: `the entry ${label}` });
    await this.page.keyboard.press('Enter');
  }

  /** The labels of the entries that are left when `text` is typed, those too to which the list has to be scrolled. */
  async entriesFor(text: string): Promise<string[]> {
    await this.type(text);
    const wanted = text.replace(/^>/, '');
    await waitFor(
      async () => {
        const labels = await plain(this.labels);
        return labels.length > 0 && labels.every((label) => label.includes(wanted));
      },
      { message: `entries with ${wanted}` },
    );
    const entries = new Set<string>();
    const last = this.widget.locator('.quick-input-list .monaco-list-row[data-last-element="true"]');
    await this.widget.locator('.quick-input-list').hover();
    await waitFor(
      async () => {
        const isLast = await last.isVisible();
        for (const label of await plain(this.labels)) entries.add(label);
        if (!isLast) await this.page.mouse.wheel(0, 100);
        return isLast;
      },
      { message: 'the last entry' },
    );
    return [...entries];
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.closed();
  }

  async closed(): Promise<void> {
    await this.widget.waitFor({ state: 'detached' });
  }

  /** What the open input box says below its field: prompt or validation message. */
  async message(): Promise<string> {
    return this.widget.locator('.quick-input-message').innerText();
  }
}

async function plain(labels: Locator): Promise<string[]> {
  return (await labels.allInnerTexts()).map((label) => label.replace(/\u00a0/g, ' ').trim());
}
