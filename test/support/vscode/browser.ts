import { type Browser, chromium } from 'playwright-core';

/** Debian's and Ubuntu's name for it; CHROMIUM_PATH where it is elsewhere. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A headless chromium of its own; ends with `close()` and with this process. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: quietFlags });
}
