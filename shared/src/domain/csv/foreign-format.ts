/** What a file that is not CSV gives away by its first bytes, as a noun for a sentence. */
const signatures: readonly (readonly [bytes: readonly number[], name: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive'],
  [[0x50, 0x4b, 0x05, 0x06], 'an empty ZIP archive'],
  [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'an old Excel or Office file (XLS)'],
  [[0x4f, 0x62, 0x6a, 0x01], 'an Avro file'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file'],
  [[0x4f, 0x52, 0x43], 'an ORC file'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard archive'],
  [[0x42, 0x5a, 0x68], 'a bzip2 archive'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'an xz archive'],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'a 7z archive'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], 'a SQLite database'],
  [[0x00, 0x00, 0xfe, 0xff], 'UTF-32 text'],
  [[0xff, 0xfe, 0x00, 0x00], 'UTF-32 text'],
];

const startsWith = (head: Uint8Array, bytes: readonly number[]) =>
  head.length >= bytes.length && bytes.every((byte, at) => head[at] === byte);

const isUtf16 = (head: Uint8Array) =>
  startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff]);

function holdsText(head: Uint8Array, text: string): boolean {
  return String.fromCharCode(...head.subarray(0, 4096)).includes(text);
}

/**
 * Names what a file is when it can't be CSV, from its first bytes (4 KiB are enough), or returns
 * null. ZIP archives that hold a workbook are called XLSX. NUL bytes never stand in CSV text.
 */
export function describeForeignFormat(head: Uint8Array): string | null {
  const known = signatures.find(([bytes]) => startsWith(head, bytes))?.[1];
  if (known === 'a ZIP archive') {
    const isWorkbook = holdsText(head, 'xl/') || holdsText(head, '[Content_Types].xml');
    return isWorkbook ? 'an Excel workbook (XLSX)' : known;
  }
  if (known !== undefined) return known;
  if (isUtf16(head) || !head.subarray(0, 4096).includes(0)) return null;
  return 'binary data, or UTF-16 text without a byte order mark';
}
