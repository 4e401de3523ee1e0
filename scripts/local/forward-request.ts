import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { capBody, refuseTooLarge, TooLarge } from './cap-body.ts';
import { instanceAgent } from './instance-agent.ts';

/** RFC 9110, 7.6.1: meant for the next hop alone. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** The headers that go on to the other side, without those of this hop and those that Connection names. */
export function endToEndHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.includes(name)),
  );
}

/**
 * Passes a request on to a Unix socket and its answer back, both as streams. Rejects when the other
 * side breaks off, `signal` aborts or the body is `TooLarge`; returns, with nothing sent, when the caller has left.
 */
export async function forwardRequest(
  from: IncomingMessage,
  to: ServerResponse,
  socketPath: string,
  { requestId, signal }: { requestId: string; signal: AbortSignal },
): Promise<void> {
  refuseTooLarge(from);
  const call = request({
    socketPath,
    method: from.method,
    path: from.url,
    agent: instanceAgent,
    signal,
    headers: {
      ...endToEndHeaders(from.headers),
      'x-forwarded-for': from.socket.remoteAddress ?? '',
      'x-forwarded-proto': 'http',
      'x-request-id': requestId,
    },
  });
  to.once('close', () => {
    if (!to.writableFinished) call.destroy();
  });
  // A function may answer, and close, before it has read the whole body; what is left flows off.
  const refusal = pipeline(capBody(from), call).catch((error: unknown) => {
    from.resume();
    return error;
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    call.once('response', resolve).once('error', async (error) => {
      const reason = await refusal;
      reject(reason instanceof TooLarge ? reason : error);
    });
  });
  try {
    const answer = await answered;
    to.writeHead(answer.statusCode ?? 502, {
      'x-request-id': requestId,
      ...endToEndHeaders(answer.headers),
    });
    await pipeline(answer, to);
  } catch (error) {
    if (from.socket.destroyed) return;
    throw error;
  }
}
