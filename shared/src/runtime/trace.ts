import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const saneId = /^[\w.:/+=-]{1,128}$/;

/** The caller's own x-request-id where it is short and plain, else a new one. */
export function readRequestId(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && saneId.test(given) ? given : randomUUID();
}

/** A span as other parts know it: ids in hexadecimal (https://www.w3.org/TR/trace-context/). */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string | undefined;
  readonly isSampled: boolean;
}

const w3c = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})/;
/** The span is a decimal number of 64 bits: https://cloud.google.com/trace/docs/trace-context */
const cloud = /^([\da-f]{32})(?:\/(\d{1,20}))?(?:;o=(\d))?$/;

interface TraceHeaders {
  readonly [header: string]: unknown;
  readonly traceparent?: unknown;
  readonly 'x-cloud-trace-context'?: unknown;
}

/** The span that a request is part of: that of `traceparent`, else of `x-cloud-trace-context`, else none. */
export function readTrace(headers: TraceHeaders): SpanContext | undefined {
  const [, traceId, spanId, flags] = w3c.exec(String(headers.traceparent)) ?? [];
  if (traceId !== undefined) {
    return { traceId, spanId, isSampled: (Number.parseInt(flags ?? '', 16) & 1) === 1 };
  }
  const [, id, decimal, option] = cloud.exec(String(headers['x-cloud-trace-context'])) ?? [];
  if (id === undefined) return undefined;
  const span = BigInt.asUintN(64, BigInt(decimal ?? 0));
  const hexadecimal = span === 0n ? undefined : span.toString(16).padStart(16, '0');
  return { traceId: id, spanId: hexadecimal, isSampled: option === '1' };
}

/**
 * The fields that tie a log line to its request's span in Cloud Logging
 * (https://cloud.google.com/logging/docs/structured-logging). A trace has its full name there; where
 * the project is not known, its id stands alone.
 */
export function describeTrace(
  span: SpanContext | undefined,
  project: string | undefined,
): Readonly<Record<string, string | boolean>> {
  if (span === undefined) return {};
  const { traceId, spanId, isSampled } = span;
  return {
    'logging.googleapis.com/trace':
      project === undefined ? traceId : `projects/${project}/traces/${traceId}`,
    ...(spanId === undefined ? {} : { 'logging.googleapis.com/spanId': spanId }),
    'logging.googleapis.com/trace_sampled': isSampled,
  };
}
