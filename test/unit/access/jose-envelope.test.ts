import { randomUUID } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { addEncryptionKey } from '@cutover/shared/adapters/access/add-encryption-key.ts';
import { joseEnvelope } from '@cutover/shared/adapters/access/jose-envelope.ts';
import {
  type EncryptionKeys,
  encryptionKeysSchema,
  publishEncryptionKeys,
} from '@cutover/shared/domain/access/encryption-keys.ts';
import {
  base64url,
  CompactEncrypt,
  type CompactJWEHeaderParameters,
  compactDecrypt,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import { inMemoryReplayGuard } from '../../support/in-memory-replay-guard.ts';

const alg = 'ECDH-ES+A256KW';
const enc = 'A256GCM';
const now = new Date('2026-11-28T10:00:00Z');
const seconds = now.getTime() / 1000;
const most = 1000;

const keys = await addEncryptionKey();
const [first] = publishEncryptionKeys(keys).keys;

const open = (body: string, known: EncryptionKeys = keys) =>
  joseEnvelope({ keys: known, guard: inMemoryReplayGuard(() => now), now: () => now }).open(
    body,
    most,
  );

type Header = Readonly<Record<string, unknown>>;

async function encrypt(header: Header = {}, text = '{"id":1}', to: object | undefined = first) {
  const { kid } = to as { kid: string };
  const shown = { alg, enc, kid, iat: seconds, jti: randomUUID(), ...header };
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader(shown as unknown as CompactJWEHeaderParameters)
    .encrypt(await importJWK({ ...to, alg }));
}

const times = { iat: seconds, jti: 'confusion' };
const { publicKey: rsaKey } = await generateKeyPair('RSA-OAEP-256');
const publicBytes = base64url.decode(first?.x ?? '');

const textOf = ({ type, bytes }: { type: string; bytes: Uint8Array }) => ({
  type,
  text: Buffer.from(bytes).toString(),
});

describe('an envelope', () => {
  it('opens what is encrypted to its key, as JSON where it is not said to be something else', async () => {
    expect(textOf(await open(await encrypt()))).toEqual({
      type: 'application/json',
      text: '{"id":1}',
    });
    for (const [cty, type] of [
      ['text/csv', 'text/csv'],
      ['json', 'application/json'],
    ] as const) {
      expect((await open(await encrypt({ cty }))).type).toBe(type);
    }
  });

  it('opens what is encrypted to a key on P-256', async () => {
    const { privateKey } = await generateKeyPair(alg, { crv: 'P-256', extractable: true });
    const key = { ...(await exportJWK(privateKey)), kid: 'nist', alg, use: 'enc' };
    const known = encryptionKeysSchema.parse({ keys: [key] });
    const body = await encrypt({}, '[]', publishEncryptionKeys(known).keys[0]);
    expect(textOf(await open(body, known)).text).toBe('[]');
  });

  it('opens what is encrypted to the key before, until that is gone too', async () => {
    const body = await encrypt();
    const rotated = await addEncryptionKey(keys.keys);
    expect(textOf(await open(body, rotated)).text).toBe('{"id":1}');
    const later = await addEncryptionKey(rotated.keys);
    await expect(open(await encrypt(), later)).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('/.well-known/jwks.json'),
    });
  });

  it('publishes no private part', async () => {
    expect(JSON.stringify(publishEncryptionKeys(keys))).not.toContain(keys.keys[0]?.d);
    expect(first).not.toHaveProperty('d');
  });

  it('opens a body once', async () => {
    const envelope = joseEnvelope({ keys, guard: inMemoryReplayGuard(() => now), now: () => now });
    const body = await encrypt({ jti: 'the same' });
    await envelope.open(body, most);
    await expect(envelope.open(body, most)).rejects.toMatchObject({ code: 'conflict' });
    const again = await encrypt({ jti: 'the same' });
    await expect(envelope.open(again, most)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('does not count a body as opened that could not be', async () => {
    const envelope = joseEnvelope({ keys, guard: inMemoryReplayGuard(() => now), now: () => now });
    const body = await encrypt();
    await expect(envelope.open(`${body}x`, most)).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await expect(envelope.open(body, 3)).rejects.toMatchObject({ code: 'too-large' });
    expect((await envelope.open(body, most)).bytes).toHaveLength(8);
  });

  it.each([
    ['header', 0],
    ['key', 1],
    ['nonce', 2],
    ['ciphertext', 3],
    ['tag', 4],
  ])('refuses a body whose %s is altered', async (_name, at) => {
    const parts = (await encrypt()).split('.');
    const bytes = base64url.decode(parts[at] ?? '');
    for (const place of [0, bytes.length >> 1, bytes.length - 1]) {
      const altered = Buffer.from(bytes);
      altered[place] = (altered[place] ?? 0) ^ 1;
      const body = parts.with(at, base64url.encode(altered)).join('.');
      await expect(open(body)).rejects.toMatchObject({ code: 'invalid-request' });
    }
    const cut = parts.with(at, parts[at]?.slice(0, -2) ?? '').join('.');
    await expect(open(cut)).rejects.toMatchObject({ code: 'invalid-request' });
    const missing = parts.with(at, '').join('.');
    await expect(open(missing)).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it.each<[string, Header]>([
    ['is too old', { iat: seconds - 301 }],
    ['comes from the future', { iat: seconds + 31 }],
    ['has no date', { iat: undefined }],
    ['has a date that is a text', { iat: '2026' }],
    ['has no id', { jti: undefined }],
    ['has a short id', { jti: '1' }],
    ['has an id that is no text', { jti: 12345678 }],
    ['has no key named', { kid: undefined }],
    ['names another key', { kid: 'other' }],
    ['is encrypted by AES-CBC', { enc: 'A256CBC-HS512' }],
    ['is encrypted without a wrapped key', { alg: 'ECDH-ES' }],
    ['is encrypted with a smaller wrapping key', { alg: 'ECDH-ES+A128KW' }],
  ])('refuses a body that %s', async (_case, header) => {
    await expect(open(await encrypt(header))).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('takes a body that is just not too old, or from a clock that is a little ahead', async () => {
    for (const iat of [seconds - 300, seconds + 30]) {
      expect((await open(await encrypt({ iat }))).bytes).toHaveLength(8);
    }
  });

  it.each([
    ['by RSA', 'RSA-OAEP-256', rsaKey],
    ['directly by the bytes of the public key', 'dir', publicBytes],
    ['by a password that is the public key', 'PBES2-HS256+A128KW', publicBytes],
    ['by AES with the bytes of the public key', 'A256KW', publicBytes],
  ])('refuses a body that is encrypted %s', async (_case, other, key) => {
    const body = await new CompactEncrypt(Buffer.from('{}'))
      .setProtectedHeader({ alg: other, enc, kid: first?.kid ?? '', ...times })
      .encrypt(key);
    await expect(open(body)).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it.each([
    ['nothing', ''],
    ['JSON', '{"id":1}'],
    ['a signed token', 'eyJhbGciOiJub25lIn0.e30.'],
    [
      'no algorithm',
      `${base64url.encode(JSON.stringify({ alg: 'none', enc, ...times }))}..AA.AA.AA`,
    ],
    [
      'an empty key',
      `${base64url.encode(JSON.stringify({ alg, enc, kid: first?.kid, ...times }))}..AA.AA.AA`,
    ],
    [
      'what must be understood and is not',
      `${base64url.encode(JSON.stringify({ alg, enc, kid: first?.kid, crit: ['b64'], b64: false, ...times }))}.AA.AA.AA.AA`,
    ],
  ])('refuses %s', async (_case, body) => {
    await expect(open(body)).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it.each([
    [
      'not on the curve',
      {
        kty: 'EC',
        crv: 'P-256',
        x: base64url.encode(Buffer.alloc(32, 1)),
        y: base64url.encode(Buffer.alloc(32, 1)),
      },
    ],
    [
      'of another curve',
      {
        kty: 'EC',
        crv: 'P-384',
        x: base64url.encode(Buffer.alloc(48, 1)),
        y: base64url.encode(Buffer.alloc(48, 1)),
      },
    ],
    ['of small order', { kty: 'OKP', crv: 'X25519', x: base64url.encode(Buffer.alloc(32, 0)) }],
    ['no key', 'key'],
  ])('refuses a sender’s key that is %s', async (_case, epk) => {
    const [, key, ...rest] = (await encrypt()).split('.');
    const header = base64url.encode(JSON.stringify({ alg, enc, kid: first?.kid, epk, ...times }));
    const body = [header, key, ...rest].join('.');
    await expect(open(body)).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('refuses a compressed body, however small', async () => {
    const bomb = deflateRawSync(Buffer.alloc(10_000)).toString('latin1');
    const body = await encrypt({ zip: 'DEF' }, bomb).catch(() => null);
    const named = base64url.encode(
      JSON.stringify({ alg, enc, zip: 'DEF', kid: first?.kid, ...times }),
    );
    for (const each of [body ?? `${named}.AA.AA.AA.AA`, `${named}.AA.AA.AA.AA`]) {
      await expect(open(each)).rejects.toMatchObject({
        code: 'invalid-request',
        message: expect.stringContaining('without zip'),
      });
    }
  });

  it('refuses what is too large when it is opened', async () => {
    expect((await open(await encrypt({}, 'x'.repeat(most)))).bytes).toHaveLength(most);
    await expect(open(await encrypt({}, 'x'.repeat(most + 1)))).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it.each(['X25519', 'P-256'])('seals for a client whose key is on %s', async (crv) => {
    const client = await generateKeyPair(alg, { crv, extractable: true });
    const jwk = { ...(await exportJWK(client.publicKey)), kid: 'mine' };
    const { seal } = joseEnvelope({ keys, guard: inMemoryReplayGuard(() => now), now: () => now });
    const sealed = await seal({ type: 'text/csv', bytes: Buffer.from('id\n1\n') }, jwk);
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, client.privateKey);
    expect(Buffer.from(plaintext).toString()).toBe('id\n1\n');
    expect(protectedHeader).toMatchObject({ alg, enc, cty: 'text/csv', kid: 'mine' });
  });

  it.each([
    ['nothing', {}],
    ['a secret', { kty: 'oct', k: base64url.encode(Buffer.alloc(32)) }],
    ['a signing key', { kty: 'OKP', crv: 'Ed25519', x: first?.x }],
    ['half a key', { kty: 'EC', crv: 'P-256', x: base64url.encode(Buffer.alloc(32, 1)) }],
  ])('seals nothing for %s', async (_case, jwk) => {
    const { seal } = joseEnvelope({ keys, guard: inMemoryReplayGuard(() => now), now: () => now });
    await expect(seal({ type: 'text/csv', bytes: Buffer.from('1') }, jwk)).rejects.toMatchObject({
      code: 'not-acceptable',
    });
  });
});
