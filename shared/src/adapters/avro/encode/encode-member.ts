import { noMember } from '../../../domain/backup/wire-rows.ts';
import type { EncodeValue } from './encode-value.ts';

const sign = noMember.charCodeAt(0);

/** A member of an ENUM's list; the number 0, which the server keeps for a value that is none, is refused. */
export function encodeMember(encode: EncodeValue): EncodeValue {
  return (wire, from, to, into) =>
    to - from === noMember.length && wire[from] === sign ? false : encode(wire, from, to, into);
}
