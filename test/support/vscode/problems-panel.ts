import type { Locator, Page } from 'playwright-core';
import { waitFor, waitUntilSteady } from '../wait-for';

/** The findings that VS Code lists, of all files. */
export class ProblemsPanel {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    if (!(await this.panel.isVisible())) await this.page.keyboard.press('Control+Shift+M');
    await this.panel.waitFor();
  }

  /** Files and their findings, as far as they are on the screen. */
  async rows(): Promise<string[]> {
    await this.open();
    return waitFor(
      async () => {
        const texts = await this.texts(this.panel.locator('.monaco-list-row'));
        return texts.length > 0 && texts;
      },
      { message: 'problems' },
    );
  }

  /** Opens the code of the first finding, with the cursor on it, and returns what it says; null where there is none. */
  async openFirst(): Promise<string | null> {
    const [first] = await this.settled();
    if (first === undefined) return null;
    await this.findings.first().dblclick();
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    // To the start of it: where nothing moves, as from one finding to another at the same place, VS Code shows no light
    // bulb whose fixes had come while the panel had the focus.
    await this.page.keyboard.press('ArrowLeft');
    return first;
  }

  /** Waits until the first finding is another one. */
  async moveOnFrom(first: string): Promise<void> {
    await waitFor(async () => (await this.texts(this.findings))[0] !== first, {
      timeout: 30_000,
      message: `an end of ${first}`,
    });
  }

  /** The findings once they stay. */
  private async settled(): Promise<string[]> {
    const look = async () => {
      const texts = await this.texts(this.findings);
      const isClean = await this.panel.getByText('No problems have been detected').isVisible();
      return (texts.length > 0 || isClean) && { texts };
    };
    const { texts } = await waitUntilSteady(look, { timeout: 30_000, interval: 500, message: 'the Problems panel' });
    return texts;
  }

  private async texts(rows: Locator): Promise<string[]> {
    return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  }

  private get panel(): Locator {
    return this.page.locator('.markers-panel');
  }

  private get findings(): Locator {
    return this.panel.locator('.monaco-list-row', { has: this.page.locator('.marker-source') });
  }
}
