import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiError } from './api-error.ts';

/** Answers in the JSON API's shape; media downloads get the bare sentence, as from Cloud Storage. */
export function sendJsonError(request: IncomingMessage, response: ServerResponse, error: ApiError) {
  const { status, reason, message } = error;
  if (status === 304) return send(response, error, '', 'text/plain; charset=UTF-8');
  if (/[?&]alt=media(&|$)/.test(request.url ?? '') && request.method === 'GET') {
    return send(response, error, message, 'text/plain; charset=UTF-8');
  }
  const errors = [{ message, domain: 'global', reason }];
  const body = JSON.stringify({ error: { code: status, message, errors } });
  send(response, error, body, 'application/json; charset=UTF-8');
}

export function send(
  response: ServerResponse,
  { status, headers }: ApiError,
  body: string,
  type: string,
) {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, {
    ...headers,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
