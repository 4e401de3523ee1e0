import * as z from 'zod';

const facts = {
  kid: z.string().min(1),
  use: z.literal('enc'),
  alg: z.literal('ECDH-ES+A256KW'),
  d: z.string().min(1),
};

/** The suite's private key to open what is encrypted to it: on P-256, or X25519 (RFC 7518, 4.6; RFC 8037). */
const privateKeySchema = z.discriminatedUnion('crv', [
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal('X25519'), x: z.string(), ...facts }),
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    ...facts,
  }),
]);

/** A JWKS (RFC 7517): clients encrypt to its first key, the others stand for bodies that are still on their way. */
export const encryptionKeysSchema = z.strictObject({
  keys: z.array(privateKeySchema).min(1, 'must hold a key'),
});

export type EncryptionKeys = z.infer<typeof encryptionKeysSchema>;

/** The same keys without what must stay secret. */
export const publishEncryptionKeys = ({ keys }: EncryptionKeys) => ({
  keys: keys.map(({ d: _secret, ...shown }) => shown),
});
