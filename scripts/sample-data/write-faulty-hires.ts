import { type FileHandle, open } from 'node:fs/promises';
import { type ExpectedHires, type FaultyHiresOptions, faultyHires } from './faulty-hires.ts';

interface HiresFiles {
  readonly csv: string;
  /** A first line for the CSV file; without it there is none. */
  readonly header?: string;
  /** Where the good records go for LOAD DATA; without it they are not written. */
  readonly cleanTsv?: string;
}

async function writeParts(
  csv: FileHandle,
  tsv: FileHandle | undefined,
  options: FaultyHiresOptions,
) {
  const parts = faultyHires(options);
  let part = parts.next();
  for (; !part.done; part = parts.next()) {
    await csv.write(part.value.csv);
    await tsv?.write(part.value.cleanTsv);
  }
  return part.value;
}

/** Writes a file of hires, and its good records apart. Existing files are replaced. Returns what a load must count. */
export async function writeFaultyHires(
  files: HiresFiles,
  options: FaultyHiresOptions,
): Promise<ExpectedHires> {
  const csv = await open(files.csv, 'w');
  const tsv = files.cleanTsv === undefined ? undefined : await open(files.cleanTsv, 'w');
  try {
    if (files.header !== undefined) await csv.write(`${files.header}\n`);
    return await writeParts(csv, tsv, options);
  } finally {
    await csv.close();
    await tsv?.close();
  }
}
