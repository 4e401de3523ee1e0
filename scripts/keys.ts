import { existsSync } from 'node:fs';
import { addSigningKey } from '@cutover/shared/adapters/access/add-signing-key.ts';
import { publish } from '@cutover/shared/domain/access/key-set.ts';
import { readKeyFile, writeKeyFile } from './key-file.ts';

const usage = `npm run -s keys -- new FILE      writes a new signing key to FILE, which must not be there
npm run -s keys -- rotate FILE   puts a new key before it, and keeps the one before
npm run -s keys -- public FILE   changes nothing

FILE is the secret TOKEN_SIGNING_KEYS. Its public part, TOKEN_KEYS, is printed; give that to every function
before the secret changes, so that they know the new key when its first token comes.`;

async function run([command, file, ...more]: readonly string[]): Promise<string> {
  if (file === undefined || more.length > 0) throw new Error(usage);
  if (command === 'new') {
    if (existsSync(file)) throw new Error(`${file} is there already; rotate adds a key to it.`);
    writeKeyFile(file, await addSigningKey());
  } else if (command === 'rotate') {
    writeKeyFile(file, await addSigningKey(readKeyFile(file).keys));
  } else if (command !== 'public') {
    throw new Error(usage);
  }
  return JSON.stringify(publish(readKeyFile(file)));
}

try {
  console.log(await run(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
