import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const saneId = /^[\w.:/+=-]{1,128}$/;

/** The caller's own x-request-id where it is short and plain, else a new one. */
export function readRequestId(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && saneId.test(given) ? given : randomUUID();
}

/**
 * The field that ties a log line to its request's trace: the id of `traceparent` (W3C) or
 * `x-cloud-trace-context`. Without the project's name, which no header carries.
 */
export function readTrace(headers: IncomingHttpHeaders): Record<string, string> {
  const w3c = /^[\da-f]{2}-([\da-f]{32})-/.exec(String(headers.traceparent));
  const cloud = /^([\da-f]{32})(\/|$)/.exec(String(headers['x-cloud-trace-context']));
  const id = w3c?.[1] ?? cloud?.[1];
  return id === undefined ? {} : { 'logging.googleapis.com/trace': id };
}
