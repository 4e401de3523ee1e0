import { isUtf8 } from 'node:buffer';
import { AppError } from '../../domain/app-error.ts';
import { checkJson } from './check-json.ts';
import { JsonFault } from './json-fault.ts';

const decoder = () => new TextDecoder('utf-8', { fatal: true });

/** How many bytes stand before the first that is no UTF-8. */
function countGoodBytes(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (isPrefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isPrefix(bytes: Uint8Array): boolean {
  try {
    decoder().decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function refuse(at: string, message: string): AppError {
  return new AppError('invalid-request', `The body is not valid JSON. ${at}: ${message}`, {
    details: [{ at, message }],
  });
}

function locate(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${before.length - before.lastIndexOf('\n')}`;
}

/**
 * The value of a JSON body. Fails with `invalid-request`, which says what is wrong and where, for what
 * is not UTF-8 or what `checkJson` refuses.
 */
export function readJson(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) {
    throw refuse(`byte ${countGoodBytes(bytes) + 1}`, 'This is not UTF-8.');
  }
  const text = decoder().decode(bytes);
  try {
    checkJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw refuse(locate(text, error.at), error.message);
  }
  return JSON.parse(text);
}
