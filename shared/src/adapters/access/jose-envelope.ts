import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, importJWK } from 'jose';
import * as z from 'zod';
import type { EncryptionKeys } from '../../domain/access/encryption-keys.ts';
import type { Envelope } from '../../domain/access/envelope.ts';
import type { ReplayGuard } from '../../domain/access/replay-guard.ts';
import { AppError } from '../../domain/app-error.ts';
import { tooLarge } from '../../domain/too-large.ts';

/** The one way bodies are encrypted (RFC 7518, 4.6 and 5.3): what a body names beside it is refused. */
const alg = 'ECDH-ES+A256KW';
const enc = 'A256GCM';

/** How old a body may be, and how far a client's clock may go ahead. */
const mostAgeSeconds = 300;
const mostAheadSeconds = 30;
/** How far the database's clock, by which ids are forgotten, may be ahead of this one. */
const clockDriftSeconds = 60;

const headerSchema = z.object({
  alg: z.literal(alg),
  enc: z.literal(enc),
  kid: z.string(),
  cty: z.string().default('application/json'),
  iat: z.number(),
  jti: z.string().min(8).max(256),
  /** Compressed, a body could be larger than it looks, and its size could tell of its content. */
  zip: z.never().optional(),
});

const form = `It must be a compact JWE: alg ${alg}, enc ${enc}, kid of a key at /.well-known/jwks.json, iat, and jti of 8 to 256 characters; without zip.`;

const refuse = (message: string, cause?: unknown): AppError =>
  new AppError('invalid-request', message, { cause });

function readHeader(body: string): z.infer<typeof headerSchema> {
  try {
    return headerSchema.parse(decodeProtectedHeader(body));
  } catch (error) {
    throw refuse(`The encrypted body can not be read. ${form}`, error);
  }
}

/** As RFC 7515 (4.1.10) lets it be written: without `application/`. */
const mediaType = (cty: string) => (cty.includes('/') ? cty : `application/${cty}`);

function checkTime(iat: number, now: Date): void {
  const age = now.getTime() / 1000 - iat;
  if (age > mostAgeSeconds) {
    throw refuse(`The encrypted body is older than ${mostAgeSeconds} seconds; encrypt it anew.`);
  }
  if (age < -mostAheadSeconds) throw refuse('The encrypted body is dated (iat) in the future.');
}

interface EnvelopeParts {
  readonly keys: EncryptionKeys;
  readonly guard: ReplayGuard;
  readonly now: () => Date;
}

/** Opens and seals by jose. */
export function joseEnvelope({ keys, guard, now }: EnvelopeParts): Envelope {
  const known = new Map(keys.keys.map((key) => [key.kid, key]));

  async function decrypt(body: string, kid: string): Promise<Uint8Array> {
    const key = known.get(kid);
    if (key === undefined) {
      throw refuse(
        'The encrypted body is for no key that is known here; see /.well-known/jwks.json.',
      );
    }
    try {
      const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] };
      return (await compactDecrypt(body, await importJWK(key), options)).plaintext;
    } catch (error) {
      throw refuse(
        'The encrypted body can not be opened: it was altered, or encrypted to another key.',
        error,
      );
    }
  }

  return {
    async open(body, most) {
      const { kid, iat, jti, cty } = readHeader(body);
      const bytes = await decrypt(body, kid);
      if (bytes.length > most) throw tooLarge(most);
      checkTime(iat, now());
      const forgetAt = new Date((iat + mostAgeSeconds + clockDriftSeconds) * 1000);
      if (!(await guard.claim(jti, forgetAt))) {
        throw new AppError(
          'conflict',
          'The encrypted body was sent before; encrypt it anew, with another jti.',
        );
      }
      return { type: mediaType(cty), bytes };
    },
    async seal({ type, bytes }, jwk) {
      const named = typeof jwk.kid === 'string' ? { kid: jwk.kid } : {};
      const sealed = new CompactEncrypt(bytes).setProtectedHeader({
        alg,
        enc,
        cty: type,
        ...named,
      });
      try {
        return await sealed.encrypt(await importJWK({ ...jwk }, alg));
      } catch (cause) {
        const message = 'The key given at sign-in (jwk) is no public key on P-256 or X25519.';
        throw new AppError('not-acceptable', message, { cause });
      }
    },
  };
}
