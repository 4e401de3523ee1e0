import type { Caller } from '../domain/access/access-control.ts';
import type { Envelope } from '../domain/access/envelope.ts';
import { AppError } from '../domain/app-error.ts';
import type { Answer } from './answer.ts';
import { platformBytes } from './body-limits.ts';
import type { IncomingCall } from './route.ts';

const sealedType = 'application/jose';

/** Whether the caller wants the answer encrypted: Accept names application/jose itself. */
export const wantsSealed = ({ headers }: IncomingCall): boolean =>
  headers.accept !== undefined &&
  /(^|,)\s*application\/jose\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(headers.accept);

/** The call as it asks for what is to be encrypted: Accept without application/jose. */
export function askForContent(call: IncomingCall): IncomingCall {
  const { accept = '', ...headers } = call.headers;
  const others = accept
    .split(',')
    .map((range) => range.trim())
    .filter((range) => !/^application\/jose\b/i.test(range));
  return {
    ...call,
    headers: others.length === 0 ? headers : { ...headers, accept: others.join(', ') },
  };
}

/** Throws `not-acceptable` where an answer can't be encrypted to who has signed in, before anything is done. */
export function requireKey(caller: Caller | null): void {
  if (caller === null || caller.key !== undefined) return;
  throw new AppError(
    'not-acceptable',
    'The answer can not be encrypted: the token holds no key. Give one as jwk when you sign in (POST /auth/token).',
  );
}

async function gather(body: Answer['body']): Promise<Uint8Array> {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size > platformBytes) {
      throw new AppError('not-acceptable', 'The answer is too large to be encrypted in one piece.');
    }
    pieces.push(bytes);
  }
  return Buffer.concat(pieces, size);
}

/** Encrypts an answer to a key. Without one, errors stay in clear; anything else fails with `not-acceptable`. */
export async function sealAnswer(
  answer: Answer,
  key: Caller['key'],
  envelope: () => Promise<Envelope>,
): Promise<Answer> {
  const { status = 200, type, headers = {} } = answer;
  if (status === 204) return answer;
  if (key === undefined && status >= 400) return answer;
  if (key === undefined) {
    throw new AppError('not-acceptable', 'The answer can not be encrypted without a key (jwk).');
  }
  const { seal } = await envelope();
  const body = await seal({ type, bytes: await gather(answer.body) }, key);
  const vary = headers.vary === undefined ? 'accept' : `${headers.vary}, accept`;
  return {
    status,
    type: sealedType,
    body,
    headers: { ...headers, vary, 'cache-control': 'no-store' },
  };
}
