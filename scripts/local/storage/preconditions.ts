import { ApiError, invalid } from './api-error.ts';
import type { StoredObject } from './stored-object.ts';
import { etagOf } from './stored-object.ts';

/**
 * What a request demands of the object as it stands; undefined where there is none. Throws 412, or
 * 304 where a read demanded a change.
 */
export type Check = (current: StoredObject | undefined) => void;

const prefixes = { target: 'if', source: 'ifSource' } as const;

const failed = () =>
  new ApiError(
    412,
    'conditionNotMet',
    'At least one of the pre-conditions you specified did not hold.',
  );
const unchanged = () => new ApiError(304, 'notModified', 'Not modified.');

function readNumber(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name) ?? undefined;
  if (value !== undefined && !/^\d{1,19}$/.test(value)) throw invalid(`${name} is a whole number.`);
  return value === undefined ? undefined : String(BigInt(value));
}

/** The names of the query parameters that `readPreconditions` reads. */
export const preconditionNames = (of: keyof typeof prefixes = 'target') =>
  ['GenerationMatch', 'GenerationNotMatch', 'MetagenerationMatch', 'MetagenerationNotMatch'].map(
    (suffix) => prefixes[of] + suffix,
  );

/** Reads a request's preconditions: generation 0 stands for "no live object". */
export function readPreconditions(
  query: URLSearchParams,
  of: keyof typeof prefixes = 'target',
): Check {
  const names = preconditionNames(of);
  const [match, notMatch, metaMatch, metaNotMatch] = names.map((name) => readNumber(query, name));
  return (current) => {
    const generation = current?.generation ?? '0';
    const metageneration = current === undefined ? undefined : String(current.metageneration);
    if (match !== undefined && match !== generation) throw failed();
    if (metaMatch !== undefined && metaMatch !== metageneration) throw failed();
    if (notMatch !== undefined && notMatch === generation) throw unchanged();
    if (metaNotMatch !== undefined && metaNotMatch === metageneration) throw unchanged();
  };
}

interface EtagHeaders {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
}

const etagsOf = (header: string) =>
  header.split(',').map((etag) => etag.trim().replaceAll('"', ''));

/** All that a request demands, in its parameters and in If-Match and If-None-Match. */
export function readConditions(query: URLSearchParams, headers: EtagHeaders): Check {
  const conditions = readPreconditions(query);
  const etags = readEtagConditions(headers);
  return (current) => {
    conditions(current);
    etags(current);
  };
}

function readEtagConditions(headers: EtagHeaders): Check {
  const holds = (header: string, current: StoredObject | undefined) =>
    current !== undefined &&
    etagsOf(header).some((etag) => etag === '*' || etag === etagOf(current));
  return (current) => {
    const match = headers['if-match'];
    const noneMatch = headers['if-none-match'];
    if (match !== undefined && !holds(match, current)) throw failed();
    if (noneMatch !== undefined && holds(noneMatch, current)) throw unchanged();
  };
}

/** For writes: a condition that demands a change is refused like any other that does not hold. */
export const asWriteCheck =
  (check: Check): Check =>
  (current) => {
    try {
      check(current);
    } catch (error) {
      throw error instanceof ApiError && error.status === 304 ? failed() : error;
    }
  };
