import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

const keySchema = z.object({
  client_email: z.string(),
  private_key: z.string(),
  private_key_id: z.string(),
});

export interface ServiceAccount {
  readonly email: string;
  readonly keyId: string;
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A key file in the form that the client libraries read (GOOGLE_APPLICATION_CREDENTIALS). */
function createKeyFile(file: string, project: string): void {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const content = {
    type: 'service_account',
    project_id: project,
    private_key_id: 'local',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: `cutover-local@${project}.iam.gserviceaccount.com`,
    client_id: '0',
    token_uri: 'https://oauth2.googleapis.com/token',
    universe_domain: 'googleapis.com',
  };
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The local cloud's one service account. Its key is made once and kept in `file`. */
export function openServiceAccount(file: string, project: string): ServiceAccount {
  if (!existsSync(file)) createKeyFile(file, project);
  const key = keySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const publicKey = createPublicKey(createPrivateKey(key.private_key));
  return {
    email: key.client_email,
    keyId: key.private_key_id,
    privateKey: key.private_key,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
