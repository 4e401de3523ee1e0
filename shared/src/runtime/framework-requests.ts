import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { AppError } from '../domain/app-error.ts';

type AnswerError = (request: IncomingMessage, response: ServerResponse, error: AppError) => void;

/** As much of Express as is needed: a handler of four parameters takes what went wrong before it. */
interface ExpressApp {
  use(
    handler: (
      error: unknown,
      request: IncomingMessage,
      response: ServerResponse,
      next: () => void,
    ) => void,
  ): void;
  readonly router: {
    readonly stack: readonly {
      readonly route?: { readonly methods: { readonly get?: boolean } };
    }[];
  };
}

const malformedUrl = new AppError(
  'invalid-request',
  'The URL is malformed: its path holds a broken escape.',
);

/** The framework's app where the server has one for an HTTP function; an event function's takes POST alone. */
function findApp(server: Server): ExpressApp | undefined {
  const [app] = server.listeners('request') as unknown as Partial<ExpressApp>[];
  const isHttp = app?.router?.stack.some(({ route }) => route?.methods.get === true) === true;
  return isHttp ? (app as ExpressApp) : undefined;
}

/**
 * Takes requests over from the framework, which would hold a body of up to 1 GiB, inflated, before
 * the function sees it, and answers what it can't read with a page of its own. It takes a request
 * without the two headers removed here for one without a body, and leaves the body to the function
 * (`read-bytes.ts`, which finds them in `headersDistinct`); a last handler lets `answer` speak of a
 * malformed URL, the one thing that is left for it to refuse.
 */
export function takeOverRequests(answer: AnswerError): void {
  const apps = new WeakMap<Server, ExpressApp | undefined>();
  subscribe('http.server.request.start', (message) => {
    const { server, request } = message as { server: Server; request: IncomingMessage };
    if (!apps.has(server)) {
      const app = findApp(server);
      apps.set(server, app);
      app?.use((_error, request, response, _next) => {
        answer(request, response, malformedUrl);
      });
    }
    if (apps.get(server) === undefined) return;
    delete request.headers['content-length'];
    delete request.headers['transfer-encoding'];
  });
}

/**
 * Leaves the domain (node:domain) in which the framework runs each request. What a function throws is
 * answered here, and every promise made in a domain costs more than the rest of a small request.
 */
export function leaveDomain(): void {
  const { domain } = process as { readonly domain?: { exit(): void } | null };
  domain?.exit();
}
