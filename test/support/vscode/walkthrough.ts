import type { VSCodeWindow } from './window';

/** The walkthrough of a window, in a tab of its own. */
export class Walkthrough {
  constructor(private readonly window: VSCodeWindow) {}

  /** Which of its steps are done. Opens it where it is not open. */
  async steps(): Promise<boolean[]> {
    const { page } = this.window;
    if ((await this.tab.count()) === 0) {
      await this.window.runCommand('Welcome: Open Walkthrough...');
      await this.window.pick('From a failed job to its fix');
    }
    const steps = page.locator('.getting-started-step [role=checkbox]');
    await steps.nth(5).waitFor();
    const states = await Promise.all((await steps.all()).map((step) => step.getAttribute('aria-checked')));
    return states.map((state) => state === 'true');
  }

  async close(): Promise<void> {
    await this.tab.click({ button: 'middle' });
    await this.tab.waitFor({ state: 'detached' });
  }

  private get tab() {
    return this.window.page.locator('.tab', { hasText: 'Welcome' });
  }
}
