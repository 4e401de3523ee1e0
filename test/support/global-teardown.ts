import { rmSync } from 'node:fs';
import { takeForTeardown } from './running-database.ts';

export default async function stopDatabase(): Promise<void> {
  const running = takeForTeardown();
  if (running === undefined) return;
  await running.server.stop();
  rmSync(running.folder, { recursive: true, force: true });
}
