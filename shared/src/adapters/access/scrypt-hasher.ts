import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordHasher } from '../../domain/access/password-hasher.ts';
import { AppError } from '../../domain/app-error.ts';

interface Parameters {
  /** N is 2 to the power of this. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and three rounds a hash: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt */
const current: Parameters = { ln: 15, r: 8, p: 3 };
const hashBytes = 32;
const saltBytes = 16;

/** The PHC string format: https://github.com/P-H-C/phc-string-format */
const phc = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{22,})\$([\w+/]{43})$/;

/** `node:crypto`'s own; a test counts its calls. */
export type Scrypt = (password: string, salt: Buffer, options: ScryptOptions) => Promise<Buffer>;

const nodeScrypt: Scrypt = (password, salt, options) =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, options, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });

function parse(text: string) {
  const [, ln, r, p, salt = '', hash = ''] = phc.exec(text) ?? [];
  if (ln === undefined) {
    throw new AppError('misconfigured', "A user's password hash can not be read; set it anew.");
  }
  const parameters = { ln: Number(ln), r: Number(r), p: Number(p) };
  return { parameters, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
}

const encode = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** Hashes passwords by scrypt (RFC 7914). The text holds its parameters, so that later ones can be others. */
export function scryptHasher(run: Scrypt = nodeScrypt): PasswordHasher {
  // The same password can be typed as different code points.
  const derive = (password: string, salt: Buffer, { ln, r, p }: Parameters) =>
    run(password.normalize('NFKC'), salt, { N: 2 ** ln, r, p, maxmem: 256 * r * 2 ** ln });

  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      const hash = await derive(password, salt, current);
      const { ln, r, p } = current;
      return `$scrypt$ln=${ln},r=${r},p=${p}$${encode(salt)}$${encode(hash)}`;
    },
    async verify(password, text) {
      if (text === null) {
        await derive(password, randomBytes(saltBytes), current);
        return false;
      }
      const { parameters, salt, hash } = parse(text);
      return timingSafeEqual(await derive(password, salt, parameters), hash);
    },
  };
}
