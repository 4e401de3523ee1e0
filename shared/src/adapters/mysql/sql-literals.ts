const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  0: '\0',
  Z: '\x1a',
};

const quoted = /'((?:''|\\.|[^'\\])*)'/gs;

/** Takes a string apart as the catalogue writes it: `''` is a quote, a backslash escapes. */
function readEscapes(body: string): string {
  return body.replace(/''|\\(.)/gs, (found, escaped: string | undefined) =>
    escaped === undefined ? found.slice(1) : (escapes[escaped] ?? escaped),
  );
}

/** The strings in single quotes of a catalogue's text, e.g. the members in `enum('a','it''s')`. */
export function readQuotedStrings(text: string): string[] {
  return Array.from(text.matchAll(quoted), (match) => readEscapes(match[1] ?? ''));
}
