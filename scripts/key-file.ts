import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { type PrivateKeySet, privateKeySetSchema } from '../shared/src/domain/access/key-set.ts';
import { AppError } from '../shared/src/domain/app-error.ts';

/** The private keys in a file. Throws `invalid-object`, with nothing of it shown, where it holds none. */
export function readKeyFile(file: string): PrivateKeySet {
  try {
    return privateKeySetSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if (!(cause instanceof z.ZodError || cause instanceof SyntaxError)) throw cause;
    throw new AppError('invalid-object', `${file} is no file of signing keys.`);
  }
}

/** Writes the file whole, for its owner's eyes only. */
export function writeKeyFile(file: string, keys: PrivateKeySet): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(keys)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
