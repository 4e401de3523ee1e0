/** The text of bytes that are known to be few and ASCII, such as those of a number. */
export function ascii(wire: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(wire[at] ?? 0);
  return text;
}
