import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The longest path that a Unix socket's address holds. */
const longestPath = 107;

/** The server's socket, in its own folder where the path is short enough. */
export function chooseSocket(folder: string): { socket: string; remove(): void } {
  const near = join(folder, 'server.sock');
  if (Buffer.byteLength(near) <= longestPath) return { socket: near, remove: () => {} };
  const short = mkdtempSync(join(tmpdir(), 'cutover-'));
  return {
    socket: join(short, 'server.sock'),
    remove: () => rmSync(short, { recursive: true, force: true }),
  };
}
