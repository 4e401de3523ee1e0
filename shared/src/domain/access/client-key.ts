import * as z from 'zod';

const coordinate = z.string().regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url');
const facts = {
  kid: z.string().max(100).optional(),
  use: z.literal('enc').optional(),
  alg: z.literal('ECDH-ES+A256KW').optional(),
};

/** A client's public key (RFC 7517) that answers can be encrypted to; a private part is refused by name. */
export const clientKeySchema = z.discriminatedUnion('crv', [
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal('X25519'), x: coordinate, ...facts }),
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: coordinate,
    y: coordinate,
    ...facts,
  }),
]);
