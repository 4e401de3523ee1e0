/**
 * The text's UTF-8 bytes as a string in which every character is one byte: joined as cheaply as
 * text, written by `Buffer.from(…, 'latin1')`, and able to hold bytes that are no valid UTF-8.
 */
export function toByteString(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
