const item = /\s*(?:"((?:[^"]|"")*)"\s*|([^,]*))(,|$)/gy;

/** The values of `1,2` or `"a, b",c`: divided by commas, in quotes where a value holds one, as in CSV. Null for a broken quote. */
export function splitList(text: string): string[] | null {
  const values: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(item)) {
    values.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '') return plain.startsWith('"') ? null : values;
  }
  return null;
}
