import type { Envelope } from '../domain/access/envelope.ts';
import { AppError } from '../domain/app-error.ts';
import { platformBytes } from './body-limits.ts';
import type { IncomingCall } from './route.ts';

/** A compact JWE is base64url, a third longer than its content, and what it says of itself. */
const sealedBytes = (most: number) => Math.min(Math.ceil((most * 4) / 3) + 4096, platformBytes);

const isSealed = ({ headers }: IncomingCall): boolean =>
  /^application\/jose\s*(;|$)/i.test(headers['content-type'] ?? '');

/**
 * The call as it was before its body was encrypted (Content-Type: application/jose); any other as it
 * is. Fails as `Envelope.open` does.
 */
export async function openCall(
  call: IncomingCall,
  envelope: () => Promise<Envelope>,
  most: number,
): Promise<IncomingCall> {
  if (!isSealed(call)) return call;
  const sealed = await call.readBody(sealedBytes(most));
  if (sealed === undefined) {
    throw new AppError('invalid-request', 'The request has no body; send a compact JWE.');
  }
  const { open } = await envelope();
  const { type, bytes } = await open(Buffer.from(sealed).toString('latin1').trim(), most);
  return {
    ...call,
    headers: { ...call.headers, 'content-type': type },
    readBody: async () => (bytes.length === 0 ? undefined : bytes),
  };
}
