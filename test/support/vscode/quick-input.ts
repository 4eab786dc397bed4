import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../wait-for';

type OpeningKey = 'F1' | 'Control+p';

/** The quick input of a window: the command palette, a pick or an input box. */
export class QuickInput {
  /** One that fades out is still on the screen, and takes nothing. */
  private readonly widget: Locator;
  private readonly box: Locator;
  private readonly labels: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget:not(.quick-input-widget-closing):visible');
    this.box = this.widget.locator('.quick-input-box input');
    this.labels = this.widget.locator('.quick-input-list .monaco-list-row .label-name');
  }

  /** Opens it by a key, and waits until it has the focus: it closes as soon as something else takes that. */
  async open(key: OpeningKey): Promise<void> {
    await this.widget.waitFor({ state: 'detached', timeout: 10_000 });
    await this.page.keyboard.press(key);
    await this.widget.locator('.quick-input-box input:focus').waitFor({ timeout: 10_000 });
  }

  async type(text: string, timeout = 30_000): Promise<void> {
    await this.box.fill(text, { timeout });
  }

  /** Takes the focus, which something else may have by now. */
  async enter(): Promise<void> {
    await this.box.press('Enter');
  }

  /** Takes the entry with just this label, of those that it shows. */
  async pick(label: string): Promise<void> {
    await this.untilFocused(label);
    await this.enter();
  }

  /** Opens it by a key, and takes the entry with just this label. */
  async openAndPick(key: OpeningKey, label: string, prefix = ''): Promise<void> {
    await this.open(key);
    await this.untilFocused(label, prefix, key);
    await this.enter();
  }

  /**
   * Types, and waits until the entry with just this label is the one that Enter takes. As a person does, it types again
   * where that entry does not come, since VS Code looks for entries when something is typed and some are not there yet,
   * and opens it again by its key where something else, an editor that opens, has taken the focus.
   */
  private async untilFocused(label: string, prefix = '', key?: OpeningKey): Promise<void> {
    const focused = this.widget.locator('.quick-input-list .monaco-list-row.focused .label-name');
    let typeAt = 0;
    let pause = 2_000;
    const isFocused = async () => {
      if (key && !(await this.widget.isVisible())) {
        await this.open(key);
        typeAt = 0;
      }
      if (Date.now() >= typeAt) {
        await this.type(prefix, pause);
        await this.type(prefix + label, pause);
        typeAt = Date.now() + pause;
        pause *= 2;
      }
      return (await plain(focused))[0] === label;
    };
    await waitFor(isFocused, { timeout: 30_000, message: `the entry ${label}` });
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
