import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { addEncryptionKey } from '../../shared/src/adapters/access/add-encryption-key.ts';
import { addSigningKey } from '../../shared/src/adapters/access/add-signing-key.ts';
import { bearerAccess } from '../../shared/src/adapters/access/bearer-access.ts';
import type { AccessControl } from '../../shared/src/domain/access/access-control.ts';
import {
  type EncryptionKeys,
  encryptionKeysSchema,
} from '../../shared/src/domain/access/encryption-keys.ts';
import {
  type PrivateKeySet,
  privateKeySetSchema,
  publish,
} from '../../shared/src/domain/access/key-set.ts';
import type { Login } from '../fetch-token.ts';
import { readKeyFile, writeKeyFile } from '../key-file.ts';
import type { Home } from './open-home.ts';
import type { ServiceAccount } from './service-account.ts';

export interface LocalAccess {
  /** The first administrator. */
  readonly login: Login;
  readonly keys: PrivateKeySet;
  readonly encryptionKeys: EncryptionKeys;
  /** What tokens are meant for. */
  readonly audience: string;
  /** Who may call without a sign-in: the account that the Scheduler calls as. */
  readonly account: ServiceAccount;
  /** Where that account's public key is, as Google's are. */
  readonly certsUrl: string;
}

/** As much as the schedules need. */
const accountRole = 'operator';

const loginSchema = z.object({ username: z.string(), password: z.string() });

function openLogin(file: string): Login {
  if (!existsSync(file)) {
    const login = { username: 'admin', password: randomBytes(18).toString('base64url') };
    writeFileSync(`${file}.new`, `${JSON.stringify(login)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return loginSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Keys and a login of the home's own, made once and kept there for their owner's eyes only. */
export async function openAccess(
  home: Pick<Home, 'path'>,
  parts: Pick<LocalAccess, 'audience' | 'account' | 'certsUrl'>,
): Promise<LocalAccess> {
  const file = home.path('token-keys.json');
  if (!existsSync(file)) writeKeyFile(file, await addSigningKey());
  const encryptionFile = home.path('encryption-keys.json');
  if (!existsSync(encryptionFile)) writeKeyFile(encryptionFile, await addEncryptionKey());
  return {
    ...parts,
    keys: readKeyFile(file, privateKeySetSchema),
    encryptionKeys: readKeyFile(encryptionFile, encryptionKeysSchema),
    login: openLogin(home.path('login.json')),
  };
}

/** What the sources that a function.yaml names are here. */
export function listAccessSources(access: LocalAccess) {
  const { login, keys, encryptionKeys, audience, account, certsUrl } = access;
  return {
    'access.keys': JSON.stringify(publish(keys)),
    'access.audience': audience,
    'access.google-audience': undefined,
    'access.callers': `${account.email}=${accountRole}`,
    'access.certs': certsUrl,
    'access.signing-keys': JSON.stringify(keys),
    'access.encryption-keys': JSON.stringify(encryptionKeys),
    'access.admin-username': login.username,
    'access.admin-password': login.password,
  };
}

/** The check of tokens that the functions make, for what the gateway answers by itself. */
export function checkAccess({ keys, audience, account, certsUrl }: LocalAccess): AccessControl {
  return bearerAccess({
    TOKEN_KEYS: publish(keys),
    TOKEN_AUDIENCE: audience,
    ALLOWED_CALLERS: new Map([[account.email, accountRole]]),
    GOOGLE_CERTS_URL: certsUrl,
  });
}
