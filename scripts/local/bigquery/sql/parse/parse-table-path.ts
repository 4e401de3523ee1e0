import type { Name } from '../syntax/expression.ts';
import type { Cursor } from './cursor.ts';

/** Words, numbers and dashes without blanks between them: a project's name may hold dashes. */
function parseDashedName(cursor: Cursor): Name {
  const first = cursor.expectName();
  let text = first.text;
  let { end } = cursor;
  while (cursor.isSymbol('-') && cursor.at === end) {
    const part = cursor.peek(1);
    if ((part.kind !== 'word' && part.kind !== 'integer') || part.start !== end + 1) break;
    cursor.take();
    cursor.take();
    text += `-${part.text}`;
    ({ end } = cursor);
  }
  return { text, at: first.at };
}

/** The names of a table: a, b.c, `p.d.t`, p-1.d.t. */
export function parseTablePath(cursor: Cursor): Name[] {
  const isQuoted = cursor.peek().kind === 'quoted';
  const names = [isQuoted ? cursor.expectName() : parseDashedName(cursor)];
  while (cursor.acceptSymbol('.')) names.push(cursor.expectPart());
  return names.flatMap(({ text, at }) => text.split('.').map((part) => ({ text: part, at })));
}
