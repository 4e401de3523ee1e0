import { rememberTokens } from '@cutover/shared/adapters/access/remember-tokens.ts';

describe('tokens that were verified', () => {
  let now: number;
  let asked: string[];
  const verify = async (token: string) => {
    asked.push(token);
    if (token === 'bad') throw new Error('bad');
    return { caller: { name: token, role: 'viewer' }, expiresAt: 1000 } as const;
  };

  beforeEach(() => {
    now = 0;
    asked = [];
  });

  it('are known until they expire, and then verified anew', async () => {
    const remembered = rememberTokens(verify, 10, () => now);
    await remembered('a');
    now = 999;
    expect((await remembered('a')).caller.name).toBe('a');
    expect(asked).toEqual(['a']);
    now = 1000;
    await remembered('a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('are forgotten, the oldest first, where there are too many', async () => {
    const remembered = rememberTokens(verify, 2, () => now);
    for (const token of ['a', 'b', 'c', 'b', 'c', 'a']) await remembered(token);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });

  it('are not those that were refused', async () => {
    const remembered = rememberTokens(verify, 2, () => now);
    await expect(remembered('bad')).rejects.toThrow('bad');
    await expect(remembered('bad')).rejects.toThrow('bad');
    expect(asked).toEqual(['bad', 'bad']);
  });
});
