import type { Caller } from '../domain/access/access-control.ts';
import type { IncomingCall } from './route.ts';

export interface Sent {
  readonly isWhole: boolean;
  readonly error?: unknown;
}

export interface Outcome extends Sent {
  readonly caller: Caller | null;
  readonly status: number;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
}

/** One line a request: what was asked, by whom, what came of it and how long it took. */
export function logRequest(call: IncomingCall, outcome: Outcome): void {
  const { method, path, log } = call;
  const { caller, isWhole, error, status, startedAt } = outcome;
  const duration_ms = Math.round(performance.now() - startedAt);
  const by = caller === null ? {} : { caller: caller.name };
  const fields = { method, path, status, duration_ms, ...by };
  const isBrokenOff = !isWhole && error !== undefined;
  if (isBrokenOff) log.error({ ...fields, err: error }, 'answer broken off');
  else if (status >= 500) log.error({ ...fields, err: error }, 'request failed');
  else log.info(fields, isWhole ? 'request answered' : 'caller left before the end of the answer');
}
