import { AppError } from '@cutover/shared/domain/app-error.ts';
import type { Form, FormFile } from '@cutover/shared/domain/ingest/form.ts';
import type { FileToLoad } from './load-file.ts';
import type { Ports } from './ports.ts';

/** The one file of a form, under whatever field it comes; null where it has none. */
export const fileOf = ({ files }: Form): FormFile | null => [...files.values()][0] ?? null;

export const noFile = () =>
  new AppError('invalid-request', 'The form has no file. Send the CSV file as the field "file".');

const isPacked = ({ name, bytes }: FormFile) =>
  /\.gz$/i.test(name) || (bytes[0] === 0x1f && bytes[1] === 0x8b);

/** The file's own name, of the characters that make no trouble, with the ending of a CSV file. */
function tidyName(file: FormFile, table: string): string {
  const last = file.name.split(/[/\\]/).at(-1) ?? '';
  const stem = last
    .replace(/(\.csv)?(\.gz)?$/i, '')
    .replace(/[^\p{L}\p{N}._ -]+/gu, '-')
    .slice(0, 100);
  return `${stem === '' ? table : stem}.csv${isPacked(file) ? '.gz' : ''}`;
}

/** A file that came with a request, to be loaded into the table. */
export function uploadedFile(
  { readUpload }: Pick<Ports, 'readUpload'>,
  file: FormFile,
  { table, metadata, caller }: { table: string; metadata: Record<string, string>; caller: string },
): Omit<FileToLoad, 'mark'> {
  return {
    drops: readUpload(file.bytes),
    source: {
      bucket: '',
      name: tidyName(file, table),
      generation: null,
      sizeBytes: file.bytes.length,
      metadata: { ...metadata, table },
      requestedBy: caller,
    },
  };
}
