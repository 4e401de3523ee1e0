import type { ServerResponse } from 'node:http';
import type { ApiError } from './api-error.ts';
import { send } from './send-error.ts';

/** What the XML API calls the JSON API's reasons. */
const codes: Readonly<Record<string, string>> = {
  backendError: 'InternalError',
  clientClosedRequest: 'ClientClosedRequest',
  conditionNotMet: 'PreconditionFailed',
  conflict: 'Conflict',
  insufficientStorage: 'InsufficientStorage',
  invalid: 'InvalidArgument',
  notFound: 'NoSuchKey',
  notImplemented: 'NotImplemented',
  notModified: 'NotModified',
  requestedRangeNotSatisfiable: 'InvalidRange',
};

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Answers in the XML API's shape: signed URLs are of that API. */
export function sendXmlError(response: ServerResponse, error: ApiError) {
  const code = codes[error.reason] ?? error.reason;
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error>`;
  send(response, error, error.status === 304 ? '' : body, 'application/xml; charset=UTF-8');
}
