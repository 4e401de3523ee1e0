import { dropTrailing } from './drop-trailing.ts';
import type { Moment } from './moment.ts';

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?: ?([Zz]|UTC|[+-]\d\d(?::?\d\d)?))?)?$/;

/** What `readIsoMoment` takes, for messages. */
export const isoForms =
  'YYYY-MM-DD, or YYYY-MM-DD HH:MM[:SS[.ffffff]] with T or a space, Z or an offset';

function toMinutes(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  return zone.startsWith('-') ? -minutes : minutes;
}

/**
 * Reads ISO 8601's calendar form and its usual relatives: T or a space, seconds and fraction
 * optional, Z, UTC, +02:00, +0200, +02 or none (UTC). A bare date is its midnight.
 */
export function readIsoMoment(cell: string): Moment | undefined {
  const parts = iso.exec(cell);
  if (parts === null) return undefined;
  return {
    year: Number(parts[1]),
    month: Number(parts[2]),
    day: Number(parts[3]),
    hour: Number(parts[4] ?? 0),
    minute: Number(parts[5] ?? 0),
    second: Number(parts[6] ?? 0),
    fraction: dropTrailing(parts[7] ?? '', '0'),
    offset: toMinutes(parts[8]),
  };
}
