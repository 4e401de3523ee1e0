import type { FieldResource } from '../catalogue/schema.ts';
import { parseScalar } from '../values/parse-scalar.ts';

/** The types that a text may be taken for, the narrowest first. */
const candidates = ['INT64', 'FLOAT64', 'DATE', 'TIME', 'TIMESTAMP'] as const;

function fits(text: string, kind: (typeof candidates)[number] | 'BOOL'): boolean {
  if (kind === 'BOOL') return /^(true|false)$/i.test(text);
  return parseScalar(text, kind) !== undefined;
}

/** The type that all of the texts are of; STRING where there are none. */
export function detectType(texts: readonly string[]): string {
  const trimmed = texts.map((text) => text.trim());
  if (trimmed.length === 0) return 'STRING';
  const found = (['BOOL', ...candidates] as const).find((kind) =>
    trimmed.every((text) => fits(text, kind)),
  );
  return found ?? 'STRING';
}

/** A name for a column, made of what stands in a header. */
export function toColumnName(text: string, index: number): string {
  const name = text
    .trim()
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}_]/gu, '_')
    .slice(0, 300);
  if (name === '') return `field_${index}`;
  return /^\p{N}/u.test(name) ? `_${name}` : name;
}

export const nullable = (name: string, type: string): FieldResource => ({
  name,
  type,
  mode: 'NULLABLE',
});
