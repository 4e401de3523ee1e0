import { retryTransient } from '../../../shared/src/adapters/bigquery/retry-transient.ts';
import {
  isTransientBigqueryError,
  translateBigqueryError,
} from '../../../shared/src/adapters/bigquery/translate-bigquery-error.ts';

/** An error as the client library throws it. */
const refusal = (code: number | string, reason: string, message = 'No.') =>
  Object.assign(new Error(message), { code, errors: [{ reason, message }] });

describe("BigQuery's errors", () => {
  it.each([
    [403, 'rateLimitExceeded'],
    [400, 'jobRateLimitExceeded'],
    [500, 'backendError'],
    [500, 'internalError'],
    [400, 'jobBackendError'],
    [503, 'somethingNew'],
    [429, 'somethingNew'],
    ['ECONNREFUSED', ''],
    ['ECONNRESET', ''],
  ])('%s %s may be tried again', (code, reason) => {
    expect(isTransientBigqueryError(refusal(code, reason))).toBe(true);
    expect(translateBigqueryError(refusal(code, reason), 'd')).toMatchObject({
      code: 'unavailable',
    });
  });

  it('DML that another overtook may be tried again', () => {
    const message = 'Could not serialize access to table step_event due to concurrent update';
    expect(isTransientBigqueryError(refusal(400, 'invalidQuery', message))).toBe(true);
  });

  it.each([
    [400, 'invalidQuery', 'internal'],
    [403, 'accessDenied', 'misconfigured'],
    [403, 'quotaExceeded', 'unavailable'],
    [404, 'notFound', 'misconfigured'],
  ])('%s %s is final, and told as %s', (code, reason, told) => {
    const error = refusal(code, reason, 'the value of a secret row');
    expect(isTransientBigqueryError(error)).toBe(false);
    const translated = translateBigqueryError(error, 'd');
    expect(translated).toMatchObject({ code: told, cause: error });
    expect(translated.message).not.toContain('secret');
  });
});

describe('trying again', () => {
  const patience = { firstWaitMs: 1, longestWaitMs: 2, totalMs: 10_000 };
  const failing = (times: number, error: Error) => {
    let calls = 0;
    return async () => {
      if (++calls > times) return calls;
      throw error;
    };
  };

  it('goes on until it works', async () => {
    const work = failing(4, refusal(403, 'rateLimitExceeded'));
    expect(await retryTransient(work, patience)).toBe(5);
  });

  it('ends with the last error when its time is over', async () => {
    const error = refusal(503, 'backendError');
    const work = failing(Number.POSITIVE_INFINITY, error);
    await expect(retryTransient(work, { ...patience, totalMs: 0 })).rejects.toBe(error);
  });

  it('does not try again what will not change', async () => {
    const error = refusal(400, 'invalidQuery');
    await expect(retryTransient(failing(1, error), patience)).rejects.toBe(error);
  });
});
