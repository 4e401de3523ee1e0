import { bearerAccess } from '@cutover/shared/adapters/access/bearer-access.ts';
import { joseTokenSigner } from '@cutover/shared/adapters/access/token-signer.ts';
import type { AccessControl, Caller } from '@cutover/shared/domain/access/access-control.ts';
import { encryptionKeysSchema } from '@cutover/shared/domain/access/encryption-keys.ts';
import { privateKeySetSchema, publish } from '@cutover/shared/domain/access/key-set.ts';
import type { Role } from '@cutover/shared/domain/access/role.ts';
import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { accessSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

/** The suite's URL, for which the tests' tokens are meant. */
export const testAudience = 'https://cutover.example.com';

/** Of the whole run: test files that follow each other in one process hear of each other's requests. */
export const testKeys = privateKeySetSchema.parse(JSON.parse(process.env.TEST_TOKEN_KEYS ?? ''));

/** Of the whole run, too. */
export const testEncryptionKeys = encryptionKeysSchema.parse(
  JSON.parse(process.env.TEST_ENCRYPTION_KEYS ?? ''),
);

/** What a function's environment must hold to take the tests' tokens. */
export const accessEnvironment = {
  TOKEN_KEYS: JSON.stringify(publish(testKeys)),
  TOKEN_AUDIENCE: testAudience,
  ENCRYPTION_KEYS: JSON.stringify(testEncryptionKeys),
};

const access = bearerAccess(readConfig(z.object(accessSettings), accessEnvironment));

/** The access check as functions have it, which takes the tests' tokens. */
export const testAccess = async (): Promise<AccessControl> => access;

const signer = joseTokenSigner({ keys: testKeys, audience: testAudience, seconds: 3600 });

/** A bearer token of a role; the caller's name is that of the role. */
export const tokenOf = (role: Role): Promise<string> => signer.sign({ name: role, role });

/** The same for a client that has given a key to which answers are encrypted. */
export const tokenWith = ({ role, key }: Required<Pick<Caller, 'role' | 'key'>>): Promise<string> =>
  signer.sign({ name: role, role, key });

/** The header that signs a request in. */
export const signedInAs = async (role: Role): Promise<{ authorization: string }> => ({
  authorization: `Bearer ${await tokenOf(role)}`,
});
