import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The longest path that a Unix socket's address holds, and room in it for a socket's own name. */
const longestPath = 107;
const longestName = 48;

/** A private folder for Unix sockets: `near`, emptied, where its path is short enough, else a temporary one. */
export function openSocketFolder(near: string): { folder: string; remove(): void } {
  rmSync(near, { recursive: true, force: true });
  const isShort = Buffer.byteLength(near) + 1 + longestName <= longestPath;
  if (isShort) mkdirSync(near, { recursive: true, mode: 0o700 });
  const folder = isShort ? near : mkdtempSync(join(tmpdir(), 'cutover-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
