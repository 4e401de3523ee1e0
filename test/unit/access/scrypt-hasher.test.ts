import { type ScryptOptions, scryptSync } from 'node:crypto';
import { type Scrypt, scryptHasher } from '@cutover/shared/adapters/access/scrypt-hasher.ts';

describe('a password', () => {
  let runs: ScryptOptions[];
  const counted: Scrypt = async (password, salt, options) => {
    runs.push(options);
    return scryptSync(password, salt, 32, { ...options, N: 2 });
  };
  const passwords = scryptHasher(counted);

  beforeEach(() => {
    runs = [];
  });

  it('is known by its hash, which is another one each time', async () => {
    const hashes = [await passwords.hash('correct horse'), await passwords.hash('correct horse')];
    expect(new Set(hashes).size).toBe(2);
    for (const hash of hashes) {
      expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
      expect(await passwords.verify('correct horse', hash)).toBe(true);
      expect(await passwords.verify('correct horse ', hash)).toBe(false);
      expect(await passwords.verify('', hash)).toBe(false);
    }
  });

  it('is the same however its letters are composed', async () => {
    const hash = await passwords.hash('año nuevo');
    expect(await passwords.verify('año nuevo', hash)).toBe(true);
  });

  it('costs the same whether there is such a user or not', async () => {
    const hash = await passwords.hash('correct horse');
    const [made] = runs.splice(0);
    expect(await passwords.verify('wrong', hash)).toBe(false);
    expect(await passwords.verify('wrong', null)).toBe(false);
    expect(runs).toEqual([made, made]);
  });

  it('is checked with the parameters of its hash', async () => {
    const hash = (await passwords.hash('correct horse')).replace('ln=15,r=8,p=3', 'ln=14,r=8,p=1');
    runs = [];
    await passwords.verify('correct horse', hash);
    expect(runs).toMatchObject([{ N: 2 ** 14, r: 8, p: 1 }]);
  });

  it('whose hash can not be read is refused without showing it', async () => {
    await expect(passwords.verify('x', 'secret')).rejects.toThrow(
      "A user's password hash can not be read; set it anew.",
    );
  });

  it('is hashed by the real scrypt, within its memory', async () => {
    const real = scryptHasher();
    expect(await real.verify('correct horse', await real.hash('correct horse'))).toBe(true);
  });
});
