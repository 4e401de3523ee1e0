import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { AppError } from '../domain/app-error.ts';

type AnswerError = (request: IncomingMessage, response: ServerResponse, error: AppError) => void;

/** As much of Express as is needed: a handler of four parameters takes what went wrong before it. */
interface ExpressApp {
  use(
    handler: (
      error: { readonly status?: number },
      request: IncomingMessage,
      response: ServerResponse,
      next: () => void,
    ) => void,
  ): void;
}

function explain({ status }: { readonly status?: number }): AppError {
  if (status === 415) {
    return new AppError('unsupported', "The body's charset or encoding is not supported.");
  }
  return new AppError(
    'invalid-request',
    'The request can not be read: its body is not what Content-Type says, or its URL is malformed.',
  );
}

/**
 * The framework reads a request before the function sees it, and answers what it can't read with
 * a page of its own. Every server's app gets a last handler that lets `answer` speak instead.
 */
export function answerUnreadable(answer: AnswerError): void {
  const seen = new WeakSet<Server>();
  subscribe('http.server.request.start', (message) => {
    const { server } = message as { server: Server };
    if (seen.has(server)) return;
    seen.add(server);
    const [app] = server.listeners('request') as unknown as ExpressApp[];
    app?.use?.((error, request, response, _next) => {
      answer(request, response, explain(error));
    });
  });
}
