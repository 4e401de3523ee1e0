import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { AppError } from '../shared/src/domain/app-error.ts';

/** The private keys in a file. Throws `invalid-object`, with nothing of it shown, where it holds none of the kind. */
export function readKeyFile<S extends z.ZodType>(file: string, schema: S): z.infer<S> {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if (!(cause instanceof z.ZodError || cause instanceof SyntaxError)) throw cause;
    throw new AppError('invalid-object', `${file} holds no keys of this kind.`);
  }
}

/** Writes the file whole, for its owner's eyes only. */
export function writeKeyFile(file: string, keys: { readonly keys: readonly object[] }): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(keys)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
