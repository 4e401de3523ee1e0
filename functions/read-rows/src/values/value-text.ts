import type { Column } from '@cutover/shared/domain/contract.ts';

/** Writes a column's canonical texts for readers outside: moments as ISO 8601 in UTC, all others as they are. */
export function compileText({ kind }: Column): (stored: string) => string {
  if (kind !== 'datetime' && kind !== 'timestamp') return (stored) => stored;
  return (stored) => `${stored.replace(' ', 'T')}Z`;
}
