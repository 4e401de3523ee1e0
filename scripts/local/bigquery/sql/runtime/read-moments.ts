import { formatDate, formatTime } from '../../values/civil-time.ts';
import { parseDate, parseDatetime, parseTime, parseTimestamp } from '../../values/parse-moment.ts';
import { Refusal, Unsupported } from './refusal.ts';

const dayMicros = 86_400_000_000n;

const orRefuse = <T>(value: T | null, message: string): T => {
  if (value === null) throw new Refusal(message);
  return value;
};

/** Microseconds since 1970 as DuckDB reads a TIMESTAMP. */
export function momentText(micros: bigint): string {
  const rest = ((micros % dayMicros) + dayMicros) % dayMicros;
  return `${formatDate(Number((micros - rest) / dayMicros))} ${formatTime(rest)}`;
}

export const readDate = (text: string) =>
  formatDate(orRefuse(parseDate(text), `Invalid date: '${text}'`));

export const readTime = (text: string) =>
  formatTime(orRefuse(parseTime(text), `Invalid time string "${text}"`));

/** A zone follows a time at once, or a date or time after a blank; a word for one only after a blank. */
const misplacedZone = /^\d+-\d+-\d+[+-]|:[\d.]+UTC$/;

function refuseUnsupported(text: string): void {
  if (/ [A-Za-z]+\/\w/.test(text)) throw new Unsupported('The name of a time zone in a TIMESTAMP');
  if (/:60(?!\d)/.test(text)) throw new Unsupported('A leap second');
}

export function readDatetime(text: string): string {
  refuseUnsupported(text);
  return momentText(orRefuse(parseDatetime(text), `Invalid datetime string "${text}"`));
}

export function readTimestamp(text: string): string {
  refuseUnsupported(text);
  const micros = misplacedZone.test(text) ? null : parseTimestamp(text);
  return `${momentText(orRefuse(micros, `Invalid timestamp: '${text}'`))}+00`;
}

export function readBool(text: string): boolean {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  throw new Refusal(`Bad bool value: ${text}`);
}
