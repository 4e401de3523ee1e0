import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../../shared/src/runtime/logger.ts';
import { toApiError } from './api-error.ts';
import type { Services } from './call.ts';
import { serveJson, toApiPath } from './json-api.ts';
import { discardBody } from './request-body.ts';
import { sendJsonError } from './send-error.ts';
import type { SigningAccount } from './signed-url.ts';
import { serveXml } from './xml-api.ts';
import { sendXmlError } from './xml-error.ts';

/** What requests are answered with; without an account, signed URLs are refused. */
export interface Serving {
  readonly services: Services;
  readonly account: SigningAccount | undefined;
  readonly logger: Logger;
}

/** Answers one request, whatever comes of it; resolves when all is done. */
export async function serveRequest(
  { services, account, logger }: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
  const origin = `http://${request.headers.host}`;
  const apiPath = toApiPath(path);
  const call = { request, response, query: new URLSearchParams(query), origin, services };
  try {
    if (apiPath === undefined) await serveXml(call, path, account);
    else await serveJson(call, apiPath);
  } catch (error) {
    if (response.destroyed) return;
    const refusal = toApiError(error);
    if (refusal.status >= 500 && refusal.status !== 501) {
      logger.error({ method: request.method, path, err: error }, 'Cloud Storage request failed');
    }
    if (apiPath === undefined) sendXmlError(response, refusal);
    else sendJsonError(request, response, refusal);
  } finally {
    discardBody(request);
  }
}
