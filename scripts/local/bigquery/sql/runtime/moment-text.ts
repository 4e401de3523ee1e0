import { formatTime } from '../../values/civil-time.ts';
import { momentText } from './read-moments.ts';

/** A fraction is written with none, three or six digits. */
const shorten = (text: string) => text.replace(/(\.\d{3})000$/, '$1');

/** As CAST(… AS STRING) writes microseconds of a time of the day, a moment, and a moment in UTC. */
export const timeText = (micros: bigint) => shorten(formatTime(micros));
export const datetimeText = (micros: bigint) => shorten(momentText(micros));
export const timestampText = (micros: bigint) => `${datetimeText(micros)}+00`;

const zoned = (micros: bigint, day: string) => datetimeText(micros).replace(' ', day);

/** As TO_JSON_STRING writes them. */
export const datetimeJson = (micros: bigint) => `"${zoned(micros, 'T')}"`;
export const timestampJson = (micros: bigint) => `"${zoned(micros, 'T')}Z"`;
