import { WirePortion } from '../../../shared/src/adapters/mysql/snapshot/wire-portion.ts';

const textsOf = (portion: WirePortion) => {
  const rows = portion.take();
  if (rows === null) return null;
  const all = Buffer.from(rows.bytes);
  return Array.from(rows.starts, (start, at) => all.toString('latin1', start, rows.starts[at + 1]));
};

describe('a portion of wire rows', () => {
  it('holds the rows that were added, and is empty after they are taken', () => {
    const portion = new WirePortion();
    const source = Buffer.from('..one..three');
    expect(portion.append(source, 2, 5)).toBe(true);
    expect(portion.append(source, 7, 12)).toBe(true);
    expect(textsOf(portion)).toEqual(['one', 'three']);
    expect(portion.take()).toBeNull();
  });

  it('is not written into after it is taken', () => {
    const portion = new WirePortion();
    portion.append(Buffer.from('first'), 0, 5);
    const taken = portion.take();
    portion.append(Buffer.from('other'), 0, 5);
    expect(Buffer.from(taken?.bytes ?? []).toString()).toBe('first');
  });

  it('refuses what makes it too long or too many, and takes a longer row alone', () => {
    const portion = new WirePortion();
    const long = Buffer.alloc(300 * 1024, 'x');
    expect(portion.append(long, 0, 10)).toBe(true);
    expect(portion.append(long, 0, long.length)).toBe(false);
    expect(portion.take()?.count).toBe(1);
    expect(portion.append(long, 0, long.length)).toBe(true);
    expect(portion.append(long, 0, 1)).toBe(false);
    expect(portion.take()?.bytes.length).toBe(long.length);

    let count = 0;
    while (portion.append(long, 0, 1)) count++;
    expect(portion.take()?.count).toBe(count);
  });
});
