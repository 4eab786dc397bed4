import type { Page } from 'playwright-core';
import { waitFor } from '../wait-for';

/**
 * Takes the mouse to a corner where nothing is, as a person's hand goes on, and waits until no tooltip is left: a
 * tooltip lies over the rows below, where the next click is to go.
 */
export async function moveAway(page: Page): Promise<void> {
  const tooltip = page.locator('.monaco-hover:visible').first();
  const isGone = async () => {
    await page.mouse.move(0, 0);
    if (await waitFor(async () => !(await tooltip.isVisible()), { timeout: 3_000 }).catch(() => false)) return true;
    // One that came once the mouse had left stays until the mouse has been on it.
    const box = await tooltip.boundingBox({ timeout: 1_000 });
    if (box) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    return false;
  };
  await waitFor(isGone, { timeout: 30_000, message: 'the tooltip to go' });
}
