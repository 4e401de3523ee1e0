import { existsSync } from 'node:fs';
import { installPackages } from './local/install-packages.ts';

/** Where Debian's package has it; CHROMIUM names another. */
export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Gets the tests' browser from the distribution, where this process may; without one its tests are skipped. */
export async function ensureChromium(say: (line: string) => void): Promise<void> {
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (existsSync(chromium) || !mayInstall) return;
  say('Getting Chromium from the distribution (once) ...');
  try {
    await installPackages(async () => ['chromium']);
  } catch (error) {
    say(`Chromium could not be had. ${error instanceof Error ? error.message : error}`);
  }
}
