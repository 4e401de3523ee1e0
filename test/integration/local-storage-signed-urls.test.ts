import { generateKeyPairSync } from 'node:crypto';
import { get } from 'node:http';
import type { Bucket, GetSignedUrlConfig } from '@google-cloud/storage';
import { Storage } from '@google-cloud/storage';
import { makeStorageHome } from '../support/storage-home.ts';

const home = makeStorageHome();
const email = 'signer@test.iam.gserviceaccount.com';
const makeKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
const key = makeKey();
let url: string;
let bucket: Bucket;

beforeAll(async () => {
  const serviceAccount = { clientEmail: email, publicKeyPem: key.publicKey };
  const storage = await home.start({ serviceAccount });
  url = storage.url;
  bucket = signedBy(email, key.privateKey);
  await bucket.file('a b/ünï.csv').save('content', { metadata: { metadata: { table: 'jobs' } } });
});

afterAll(() => home.remove());

const signedBy = (client_email: string, private_key: string) =>
  new Storage({
    apiEndpoint: url,
    projectId: 'p',
    credentials: { client_email, private_key },
  }).bucket('drop');

async function sign(name: string, config: Partial<GetSignedUrlConfig>, signer = bucket) {
  const expires = Date.now() + 60_000;
  const [signed] = await signer
    .file(name)
    .getSignedUrl({ version: 'v4', action: 'read', expires, ...config });
  return signed;
}

const codeOf = async (answer: Response) => [
  answer.status,
  /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1],
];

describe('a signed URL', () => {
  it('reads an object, its headers, and its ranges', async () => {
    const signed = await sign('a b/ünï.csv', {});
    const answer = await fetch(signed);
    expect(await answer.text()).toBe('content');
    expect(answer.headers.get('x-goog-meta-table')).toBe('jobs');
    const part = await fetch(signed, { headers: { range: 'bytes=0-2' } });
    expect([part.status, await part.text()]).toEqual([206, 'con']);
  });

  it('reads under the name and type that it gives', async () => {
    const signed = await sign('a b/ünï.csv', { promptSaveAs: 'x.csv', responseType: 'text/plain' });
    const { headers } = await fetch(signed);
    expect(headers.get('content-disposition')).toBe('attachment; filename="x.csv"');
    expect(headers.get('content-type')).toBe('text/plain');
  });

  it('answers HEAD only if it was signed for it', async () => {
    const reading = await sign('a b/ünï.csv', {});
    expect((await fetch(reading, { method: 'HEAD' })).status).toBe(403);
  });

  it('writes an object with what its headers say', async () => {
    const signed = await sign('put.csv', {
      action: 'write',
      contentType: 'text/csv',
      extensionHeaders: { 'x-goog-meta-mode': 'atomic', 'x-goog-content-length-range': '1,5' },
    });
    const headers = {
      'content-type': 'text/csv',
      'x-goog-meta-mode': 'atomic',
      'x-goog-content-length-range': '1,5',
    };
    const tooLong = await fetch(signed, { method: 'PUT', body: '123456', headers });
    expect(await codeOf(tooLong)).toEqual([400, 'EntityTooLarge']);
    expect((await fetch(signed, { method: 'PUT', body: '12345', headers })).status).toBe(200);
    const [metadata] = await bucket.file('put.csv').getMetadata();
    expect(metadata).toMatchObject({
      contentType: 'text/csv',
      metadata: { mode: 'atomic' },
      size: '5',
    });
    expect(home.events.at(-1)?.object.name).toBe('put.csv');
    const unsigned = await fetch(signed, {
      method: 'PUT',
      body: '1',
      headers: { ...headers, 'x-goog-meta-more': 'x' },
    });
    expect(await codeOf(unsigned)).toEqual([400, 'MalformedSecurityHeader']);
    const other = await fetch(signed, {
      method: 'PUT',
      body: '1',
      headers: { ...headers, 'content-type': 'a/b' },
    });
    expect(await codeOf(other)).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('starts a resumable upload, whose address needs no signature', async () => {
    const signed = await sign('resumed.csv', { action: 'resumable' });
    const start = await fetch(signed, { method: 'POST', headers: { 'x-goog-resumable': 'start' } });
    expect(start.status).toBe(201);
    const session = start.headers.get('location') as string;
    const answer = await fetch(session, { method: 'PUT', body: 'bytes' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect((await bucket.file('resumed.csv').download())[0].toString()).toBe('bytes');
  });

  it('deletes an object', async () => {
    await bucket.file('doomed').save('x');
    const signed = await sign('doomed', { action: 'delete' });
    expect((await fetch(signed, { method: 'DELETE' })).status).toBe(204);
    expect(await bucket.file('doomed').exists()).toEqual([false]);
    expect(await codeOf(await fetch(await sign('doomed', {})))).toEqual([404, 'NoSuchKey']);
  });

  it('is refused once it has expired', async () => {
    const accessibleAt = Date.now() - 120_000;
    const signed = new URL(await sign('a b/ünï.csv', { accessibleAt }));
    expect((await fetch(signed)).status).toBe(200);
    const expired = await sign('a b/ünï.csv', { accessibleAt, expires: Date.now() + 1 });
    expect(await codeOf(await fetch(expired))).toEqual([400, 'ExpiredToken']);
    const early = await sign('a b/ünï.csv', {
      accessibleAt: Date.now() + 3600_000,
      expires: Date.now() + 7200_000,
    });
    expect(await codeOf(await fetch(early))).toEqual([403, 'AccessDenied']);
  });

  it.each([
    ['another object', (text: string) => text.replace('.csv', '.txt'), 'SignatureDoesNotMatch'],
    [
      'a longer life',
      (text: string) => text.replace(/Expires=\d+/, 'Expires=600000'),
      'SignatureDoesNotMatch',
    ],
    [
      'another signature',
      (text: string) => text.replace(/Signature=..../, 'Signature=0000'),
      'SignatureDoesNotMatch',
    ],
    ['one more parameter', (text: string) => `${text}&generation=1`, 'SignatureDoesNotMatch'],
    [
      'an endless life',
      (text: string) => text.replace(/Expires=\d+/, 'Expires=999999'),
      'AuthorizationQueryParametersError',
    ],
    [
      'no date',
      (text: string) => text.replace(/X-Goog-Date=\w+&/, ''),
      'AuthorizationQueryParametersError',
    ],
    [
      'another algorithm',
      (text: string) => text.replace('GOOG4-RSA-SHA256', 'GOOG4-HMAC-SHA256'),
      'NotImplemented',
    ],
    ['no signature', (text: string) => text.split('?')[0] as string, 'AccessDenied'],
  ])('is refused with %s', async (_, alter, code) => {
    const answer = await fetch(alter(await sign('a b/ünï.csv', {})));
    expect((await codeOf(answer))[1]).toBe(code);
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  it('is refused when another key or another account has signed it', async () => {
    const { privateKey } = makeKey();
    const byOtherKey = await sign('a b/ünï.csv', {}, signedBy(email, privateKey));
    expect(await codeOf(await fetch(byOtherKey))).toEqual([403, 'SignatureDoesNotMatch']);
    const byOther = await sign('a b/ünï.csv', {}, signedBy('other@test', key.privateKey));
    expect(await codeOf(await fetch(byOther))).toEqual([403, 'AccessDenied']);
  });

  it('is refused for another host than the signed one', async () => {
    const { pathname, search, port } = new URL(await sign('a b/ünï.csv', {}));
    const status = await new Promise((resolve) => {
      const headers = { host: 'elsewhere.example' };
      get({ port, path: pathname + search, headers }, (answer) =>
        resolve(answer.resume().statusCode),
      );
    });
    expect(status).toBe(403);
  });

  it('of version 2 is not supported', async () => {
    const signed = await sign('a b/ünï.csv', { version: 'v2' });
    expect(await codeOf(await fetch(signed))).toEqual([501, 'NotImplemented']);
  });
});
