import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Listening, listen } from '../../scripts/local/listen.ts';
import { testAudience } from './access.ts';
import type { Claims } from './forged-tokens.ts';

/** The service account that the tests' lists allow. */
export const allowedEmail = 'scheduler@p.iam.gserviceaccount.com';

export interface Google {
  readonly certsUrl: string;
  /** How often its public keys were fetched. */
  fetches(): number;
  /** Lets the server of its keys fail, or work again. */
  fail(isFailing: boolean): void;
  /** An ID token of an allowed account, good but for what is said here. */
  sign(
    claims?: Claims,
    how?: { readonly kid?: string; readonly isForged?: boolean },
  ): Promise<string>;
  close(): Promise<void>;
}

/** Signs ID tokens as Google does, and serves the keys that verify them. */
export async function startGoogle(): Promise<Google> {
  const [own, other] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const certs = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'g1', alg: 'RS256' }] };
  let fetches = 0;
  let isFailing = false;
  const app = createServer((_request, response) => {
    fetches += 1;
    if (isFailing) response.writeHead(500).end();
    else response.end(JSON.stringify(certs));
  });
  const server: Listening = await listen(app, 0);
  return {
    certsUrl: server.url,
    fetches: () => fetches,
    fail: (value) => {
      isFailing = value;
    },
    sign: (claims = {}, { kid = 'g1', isForged = false } = {}) =>
      new SignJWT({
        iss: 'https://accounts.google.com',
        aud: testAudience,
        sub: '0',
        email: allowedEmail,
        email_verified: true,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuedAt()
        .setExpirationTime('1 h')
        .sign((isForged ? other : own).privateKey),
    close: () => server.close(),
  };
}

/** ID tokens that nobody may be let in with, by what is wrong with them. */
export const badIdTokens: Readonly<Record<string, (google: Google) => Promise<string>>> = {
  'whose e-mail is not verified': ({ sign }) => sign({ email_verified: false }),
  'without an e-mail': ({ sign }) => sign({ email: undefined }),
  'for another audience': ({ sign }) => sign({ aud: 'https://other.example.com' }),
  'of a key that Google does not have': ({ sign }) => sign({}, { kid: 'g2' }),
  'signed by another': ({ sign }) => sign({}, { isForged: true }),
};
