import { createHash } from 'node:crypto';

/** A file of a bundle: its path below the bundle's folder, with slashes, and what is in it. */
export interface BundledFile {
  readonly path: string;
  readonly content: Uint8Array;
}

const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');

/**
 * The hash of a bundle's content: of every path and what is there, not of a zip, whose bytes depend
 * on who packs it. 16 hexadecimal digits.
 */
export function hashFiles(files: readonly BundledFile[]): string {
  const lines = files.map(({ path, content }) => `${sha256(content)}  ${path}\n`).sort();
  return sha256(lines.join('')).slice(0, 16);
}
