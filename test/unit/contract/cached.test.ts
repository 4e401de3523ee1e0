import { cached } from '../../../shared/src/domain/cached.ts';

describe('a cached answer', () => {
  let calls: string[];
  let time: number;
  const load = async (key: string) => {
    calls.push(key);
    if (key === 'bad') throw new Error('no such thing');
    return `${key} ${calls.length}`;
  };
  beforeEach(() => {
    calls = [];
    time = 0;
  });

  it('is kept for its time, by key', async () => {
    const answer = cached(load, 100, () => time);
    expect([await answer('a'), await answer('a'), await answer('b')]).toEqual([
      'a 1',
      'a 1',
      'b 2',
    ]);
    time = 100;
    expect(await answer('a')).toBe('a 3');
  });

  it('is shared by those who ask at the same time', async () => {
    const answer = cached(load, 100, () => time);
    await Promise.all([answer('a'), answer('a')]);
    expect(calls).toEqual(['a']);
  });

  it('is not kept when it is a failure', async () => {
    const answer = cached(load, 100, () => time);
    await expect(answer('bad')).rejects.toThrow('no such thing');
    await expect(answer('bad')).rejects.toThrow('no such thing');
    expect(calls).toEqual(['bad', 'bad']);
  });
});
