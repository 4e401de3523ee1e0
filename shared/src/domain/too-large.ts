import { AppError } from './app-error.ts';

function describeSize(bytes: number): string {
  const mebibytes = bytes / (1024 * 1024);
  return mebibytes >= 1 ? `${mebibytes} MiB` : `${bytes} bytes`;
}

/** That a body has more than `most` bytes. */
export const tooLarge = (most: number): AppError =>
  new AppError('too-large', `The body is larger than ${describeSize(most)}, the most this takes.`);
