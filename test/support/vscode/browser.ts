import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../setup/system-packages.mjs';

const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A headless chromium of its own; ends with `close()` and with this process. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found; npm run setup installs one, CHROMIUM_PATH names one');
  return chromium.launch({ executablePath, args: quietFlags });
}
