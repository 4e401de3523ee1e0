/** A key as one text, so that it can be looked up: unambiguous also where parts hold any character. */
export function keyText(parts: readonly string[]): string {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : JSON.stringify(parts);
}
