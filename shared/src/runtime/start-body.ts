import type { Answer } from './answer.ts';

/**
 * Takes the first two pieces of a stream, so that what fails before them fails before the answer
 * begins; where there is one piece at most, the body is whole. A generator's `finally` runs once it
 * has begun, so whoever drops the body, unread or not, ends the stream by `return`.
 */
export async function startBody(
  stream: AsyncGenerator<string, void, void>,
): Promise<Answer['body']> {
  let taken = [await stream.next(), await stream.next()];
  const [first, second] = taken;
  if (second?.done !== false) return first?.value ?? '';
  const started: AsyncIterableIterator<string, void, void> = {
    next: async () => taken.shift() ?? stream.next(),
    return: () => {
      taken = [];
      return stream.return();
    },
    [Symbol.asyncIterator]: () => started,
  };
  return started;
}
