/** What windows-1252 (MySQL calls it latin1) has between 0x80 and 0x9f; the five gaps stand for themselves. */
const windows1252 = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u0081\u008d\u008f\u0090\u009d');

function holdsEvery(isHeld: (character: string) => boolean): (text: string) => boolean {
  return (text) => {
    for (const character of text) if (!isHeld(character)) return false;
    return true;
  };
}

const latin1 = holdsEvery(
  (c) => c < '\u0080' || (c >= '\u00a0' && c <= '\u00ff') || windows1252.has(c),
);
const ascii = holdsEvery((c) => c < '\u0080');
const basicPlane = (text: string) => !/[\ud800-\udfff]/.test(text);
const unicode = (text: string) => text.isWellFormed();

const holders: Readonly<Record<string, (text: string) => boolean>> = {
  latin1,
  ascii,
  utf8: basicPlane,
  utf8mb3: basicPlane,
  ucs2: basicPlane,
};

/** Tells whether a text can be written in a MySQL character set; of those not known here the database judges. */
export function charsetHolds(charset: string | undefined): (text: string) => boolean {
  return holders[charset ?? ''] ?? unicode;
}

/** Bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}

/** Characters (code points) of a text. */
export function countCharacters(text: string): number {
  let characters = text.length;
  for (let at = 0; at < text.length; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) characters--;
  }
  return characters;
}

/** Bytes of a text in a MySQL character set; for those not known here, at least one a character. */
export function charsetLength(charset: string | undefined): (text: string) => number {
  if (charset === undefined || charset.startsWith('utf8')) return utf8Length;
  if (charset === 'utf32') return (text) => 4 * countCharacters(text);
  if (charset === 'ucs2' || charset.startsWith('utf16')) return (text) => 2 * text.length;
  return countCharacters;
}
