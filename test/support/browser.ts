import { existsSync } from 'node:fs';
import { type Browser, chromium as launcher } from 'playwright-core';
import { chromium } from '../../scripts/ensure-chromium.ts';

export const hasBrowser = existsSync(chromium);

/** Starts a browser that nobody sees. Root, as in containers, has no sandbox. */
export const startBrowser = (): Promise<Browser> =>
  launcher.launch({
    executablePath: chromium,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
