import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { accessSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';
import { accessEnvironment, testKeys } from '../../support/access.ts';

const read = (more: Readonly<Record<string, string>> = {}) =>
  readConfig(z.object(accessSettings), { ...accessEnvironment, ...more });

describe('the settings of access', () => {
  it('name who may call, in small letters, and nobody where they say nothing', () => {
    expect([...read().ALLOWED_CALLERS]).toEqual([]);
    const list = read({ ALLOWED_CALLERS: 'A@b.c=operator, d@e.f = admin' }).ALLOWED_CALLERS;
    expect([...list]).toEqual([
      ['a@b.c', 'operator'],
      ['d@e.f', 'admin'],
    ]);
  });

  it.each(['a@b.c', 'a@b.c=root', 'ann=admin', 'a@b.c=admin,', 'a@b.c=admin,A@b.c=viewer'])(
    'are refused whole where the list says %s',
    (ALLOWED_CALLERS) => {
      expect(() => read({ ALLOWED_CALLERS })).toThrow(
        'ALLOWED_CALLERS: must be email=role,email=role with the roles viewer, operator, admin, each e-mail once',
      );
    },
  );

  it('take Google’s own address for its keys', () => {
    expect(read().GOOGLE_CERTS_URL).toBe('https://www.googleapis.com/oauth2/v3/certs');
  });

  it('refuse a private key where public ones belong, and show none of it', () => {
    const TOKEN_KEYS = JSON.stringify(testKeys);
    expect(() => read({ TOKEN_KEYS })).toThrow('TOKEN_KEYS.keys.0: Unrecognized key: "d"');
    expect(() => read({ TOKEN_KEYS: '{"keys":[]}' })).toThrow('TOKEN_KEYS.keys: must hold a key');
    expect(() => read({ TOKEN_KEYS: 'secret' })).toThrow(/TOKEN_KEYS: must be JSON$/);
  });
});
