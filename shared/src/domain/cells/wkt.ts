/** Well-known text in one spelling: upper case, single numerals, no optional white space or brackets. */
export function normalizeWkt(text: string): string {
  const plain = text
    .toUpperCase()
    .replace(/[-+]?(?:\d+\.?\d*|\.\d+)(?:E[-+]?\d+)?/g, (numeral) => String(Number(numeral)))
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),]) ?/g, '$1');
  return plain.replace(/MULTIPOINT\(((?:\([^()]*\),?)+)\)/g, (_all, points: string) => {
    return `MULTIPOINT(${points.replace(/[()]/g, '')})`;
  });
}
