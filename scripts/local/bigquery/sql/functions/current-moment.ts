import { computed, type Value } from '../resolve/value.ts';
import type { MomentType } from './date-part.ts';

/** The beginning of the statement, as the clock of a time zone showed it; null for UTC. */
export function currentMoment(type: MomentType, zone: string | null = null): Value {
  if (type === 'TIMESTAMP') return computed('now()', type);
  const local = zone === null ? 'CAST(now() AS TIMESTAMP)' : `timezone(${zone}, now())`;
  return computed(`CAST(${local} AS ${type === 'DATETIME' ? 'TIMESTAMP' : type})`, type);
}
