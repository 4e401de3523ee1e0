import { AppError } from '@cutover/shared/domain/app-error.ts';

/** Says by `busy` when the time of a call that begins now is over. */
export function deadlineOf({ deadlineSeconds }: { readonly deadlineSeconds: number }): () => void {
  const end = Date.now() + deadlineSeconds * 1000;
  return () => {
    if (Date.now() < end) return;
    throw new AppError('busy', 'The time of this call is over.');
  };
}
