import { scryptHasher } from '@cutover/shared/adapters/access/scrypt-hasher.ts';
import { joseTokenSigner } from '@cutover/shared/adapters/access/token-signer.ts';
import { mysqlSignInAttempts } from '@cutover/shared/adapters/mysql/access/sign-in-attempts.ts';
import { mysqlUserStore } from '@cutover/shared/adapters/mysql/access/user-store.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { addFirstAdmin } from '@cutover/shared/domain/access/add-first-admin.ts';
import { publishEncryptionKeys } from '@cutover/shared/domain/access/encryption-keys.ts';
import { isPublished } from '@cutover/shared/domain/access/key-set.ts';
import { AppError } from '@cutover/shared/domain/app-error.ts';
import type * as z from 'zod';
import type { configSchema } from './config.ts';
import type { Ports } from './ports.ts';

const connections = 4;

function buildSigner(config: z.infer<typeof configSchema>) {
  const { TOKEN_SIGNING_KEYS: keys, TOKEN_AUDIENCE: audience, TOKEN_SECONDS: seconds } = config;
  if (!isPublished(keys, config.TOKEN_KEYS)) {
    const message = 'TOKEN_KEYS lacks the key that signs, the first of TOKEN_SIGNING_KEYS.';
    throw new AppError('misconfigured', message);
  }
  return joseTokenSigner({ keys, audience, seconds });
}

export async function buildPorts(config: z.infer<typeof configSchema>): Promise<Ports> {
  const signer = buildSigner(config);
  const { pool } = await connectMysql(config, connections);
  const users = mysqlUserStore(pool);
  const passwords = scryptHasher();
  const { ADMIN_USERNAME: name, ADMIN_PASSWORD: password } = config;
  if (name !== undefined && password !== undefined) {
    await addFirstAdmin(users, passwords, { name, password });
  }
  return {
    users,
    passwords,
    attempts: mysqlSignInAttempts(pool),
    signer,
    keys: {
      keys: [...config.TOKEN_KEYS.keys, ...publishEncryptionKeys(config.ENCRYPTION_KEYS).keys],
    },
    forwardedHops: config.FORWARDED_HOPS,
    ping: () => pingMysql(pool),
  };
}
