import * as z from 'zod';

const publicKeySchema = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().min(1),
  kid: z.string().min(1),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
});

const keySet = <K extends z.ZodObject>(key: K) =>
  z.strictObject({ keys: z.array(key).min(1, 'must hold a key') });

/** What verifies the suite's tokens: a JWKS (RFC 7517) of Ed25519 keys (RFC 8037). A private part is refused. */
export const publicKeySetSchema = keySet(publicKeySchema);

/** What signs them. The first key signs; the others stand for tokens that are still about. */
export const privateKeySetSchema = keySet(publicKeySchema.extend({ d: z.string().min(1) }));

export type PublicKeySet = z.infer<typeof publicKeySetSchema>;
export type PrivateKeySet = z.infer<typeof privateKeySetSchema>;

/** The same keys without what must stay secret. */
export const publish = ({ keys }: PrivateKeySet): PublicKeySet => ({
  keys: keys.map(({ d: _secret, ...shown }) => shown),
});

/** Whether a token that the first private key signs is verified by the public keys. */
export const isPublished = (keys: PrivateKeySet, known: PublicKeySet): boolean =>
  known.keys.some(({ kid, x }) => kid === keys.keys[0]?.kid && x === keys.keys[0]?.x);
