import type { Page } from 'playwright-core';

/**
 * Takes the mouse to a corner where nothing is, as a person's hand goes on, and waits until no tooltip is left: a
 * tooltip lies over the rows below, where the next click is to go.
 */
export async function moveAway(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.locator('.monaco-hover:visible').first().waitFor({ state: 'detached' });
}
