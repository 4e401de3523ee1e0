import { createPublicKey, createVerify } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Storage } from '@google-cloud/storage';
import type { Listening } from '../../scripts/local/listen.ts';
import { startMetadataServer } from '../../scripts/local/metadata-server.ts';
import { openServiceAccount, type ServiceAccount } from '../../scripts/local/service-account.ts';
import { makeHome } from '../support/local-cloud.ts';

describe('the metadata server', () => {
  const folder = makeHome();
  const file = join(folder.folder, 'key.json');
  let account: ServiceAccount;
  let server: Listening;
  const ask = (path: string, headers: Record<string, string> = { 'metadata-flavor': 'Google' }) =>
    fetch(`${server.url}/computeMetadata/v1${path}`, { headers });
  beforeAll(async () => {
    account = openServiceAccount(file, 'some-project');
    server = await startMetadataServer('some-project', account);
    process.env.GCE_METADATA_HOST = new URL(server.url).host;
    process.env.METADATA_SERVER_DETECTION = 'assume-present';
  });
  afterAll(async () => {
    await server.close();
    folder.remove();
  });

  it('gives the client library its project, credentials and universe', async () => {
    const { authClient } = new Storage();
    expect(await authClient.getProjectId()).toBe('some-project');
    expect(await authClient.getAccessToken()).toBe('local');
    expect(await authClient.getUniverseDomain()).toBe('googleapis.com');
    expect(await authClient.getCredentials()).toMatchObject({ client_email: account.email });
  });

  it('signs identity tokens with the key of the service account', async () => {
    const answer = await ask('/instance/service-accounts/default/identity?audience=https://a.b');
    const [header, claims, signature] = (await answer.text()).split('.');
    const verify = createVerify('RSA-SHA256').update(`${header}.${claims}`);
    expect(verify.verify(createPublicKey(account.publicKey), signature ?? '', 'base64url')).toBe(
      true,
    );
    expect(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())).toMatchObject({
      aud: 'https://a.b',
      email: 'cutover-local@some-project.iam.gserviceaccount.com',
      email_verified: true,
    });
  });

  it('refuses who does not say that it wants metadata, and what it does not know', async () => {
    expect((await ask('/project/project-id', {})).status).toBe(403);
    expect((await ask('/instance/service-accounts/default/identity')).status).toBe(400);
    expect((await ask('/instance/attributes/ssh-keys')).status).toBe(404);
    expect((await ask('/instance/constructor')).status).toBe(404);
  });

  it('keeps one key, for its owner’s eyes only', () => {
    expect(openServiceAccount(file, 'some-project')).toEqual(account);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
