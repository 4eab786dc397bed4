#!/usr/bin/env -S node --import tsx
// Stands in for the desktop VS Code's executable: takes its arguments, runs the test suite that they name inside the
// extension host of the VS Code server, and ends with the suite's result. For `runTests({ vscodeExecutablePath })`.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser';
import { startServer } from './server';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
    allowPositionals: true,
    // runTests adds switches that mean something to the desktop only.
    strict: false,
  });
  const { extensionDevelopmentPath: extension, extensionTestsPath: tests } = values;
  const [workspace] = positionals;
  if (typeof extension !== 'string' || typeof tests !== 'string' || !workspace) {
    throw new Error('Expected --extensionDevelopmentPath=…, --extensionTestsPath=… and a folder to open');
  }

  const output = join(mkdtempSync(join(tmpdir(), 'bull-lens-output-')), 'output');
  writeFileSync(output, '');
  const server = await startServer({ smokeTestDriver: true, env: { BULL_LENS_TEST_OUTPUT: output } });
  const browser = await launchBrowser();
  const stopPrinting = printAsItGrows(output);
  try {
    const page = await browser.newPage();
    const ended = new Promise<number>((resolve) => {
      page.on('crash', () => resolve(1));
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.goto(
      server.address(workspace, [
        ['extensionDevelopmentPath', server.uri(extension)],
        ['extensionTestsPath', server.uri(tests)],
      ]),
    );
    return await ended;
  } finally {
    await browser.close();
    await server.stop();
    stopPrinting();
    rmSync(dirname(output), { recursive: true });
  }
}

/** Copies what is appended to a file to stdout. The returned function copies the rest and stops. */
function printAsItGrows(file: string): () => void {
  const descriptor = openSync(file, 'r');
  const chunk = Buffer.alloc(65_536);
  const printNew = () => {
    for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) {
      writeSync(process.stdout.fd, chunk, 0, length);
    }
  };
  const timer = setInterval(printNew, 100);
  return () => {
    clearInterval(timer);
    printNew();
    closeSync(descriptor);
  };
}

void main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
