import { existsSync } from 'node:fs';
import { addEncryptionKey } from '@cutover/shared/adapters/access/add-encryption-key.ts';
import { addSigningKey } from '@cutover/shared/adapters/access/add-signing-key.ts';
import {
  encryptionKeysSchema,
  publishEncryptionKeys,
} from '@cutover/shared/domain/access/encryption-keys.ts';
import { privateKeySetSchema, publish } from '@cutover/shared/domain/access/key-set.ts';
import { readKeyFile, writeKeyFile } from './key-file.ts';

const usage = `npm run -s keys -- new FILE      writes a new signing key to FILE, which must not be there
npm run -s keys -- rotate FILE   puts a new key before it, and keeps the one before
npm run -s keys -- public FILE   changes nothing

FILE is the secret TOKEN_SIGNING_KEYS. Its public part, TOKEN_KEYS, is printed; give that to every function
before the secret changes, so that they know the new key when its first token comes.

With "encryption" behind FILE, it is the secret ENCRYPTION_KEYS, which opens encrypted bodies.
/.well-known/jwks.json shows its public part, so give the secret to every other function before issue-token.`;

const kinds = {
  signing: {
    add: async (file?: string) =>
      addSigningKey(file === undefined ? [] : readKeyFile(file, privateKeySetSchema).keys),
    show: (file: string) => publish(readKeyFile(file, privateKeySetSchema)),
  },
  encryption: {
    add: async (file?: string) =>
      addEncryptionKey(file === undefined ? [] : readKeyFile(file, encryptionKeysSchema).keys),
    show: (file: string) => publishEncryptionKeys(readKeyFile(file, encryptionKeysSchema)),
  },
};

const isKind = (text: string): text is keyof typeof kinds => Object.hasOwn(kinds, text);

async function run(args: readonly string[]): Promise<string> {
  const [command, file, kind = 'signing', ...more] = args;
  if (file === undefined || !isKind(kind) || more.length > 0) throw new Error(usage);
  const { add, show } = kinds[kind];
  if (command === 'new') {
    if (existsSync(file)) throw new Error(`${file} is there already; rotate adds a key to it.`);
    writeKeyFile(file, await add());
  } else if (command === 'rotate') {
    writeKeyFile(file, await add(file));
  } else if (command !== 'public') {
    throw new Error(usage);
  }
  return JSON.stringify(show(file));
}

try {
  console.log(await run(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
