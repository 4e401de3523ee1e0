import { AppError } from '../domain/app-error.ts';

/** What is left of a call's time is for stopping at a safe point and for the answer. */
const usableShare = 0.9;

/**
 * The seconds after which a call hands over: those that are wished for (DEADLINE_SECONDS), else nine
 * tenths of the time after which the platform cuts it off. Throws `misconfigured` where more are
 * wished for than that: work would be cut off in the middle.
 */
export function deadlineWithin(timeoutSeconds: number, wanted: number | undefined): number {
  const most = Math.max(1, Math.floor(timeoutSeconds * usableShare));
  if (wanted === undefined) return most;
  if (wanted <= most) return wanted;
  const message = `DEADLINE_SECONDS: must be at most ${most}, nine tenths of the ${timeoutSeconds} s after which the platform ends a call (timeout_seconds in function.yaml).`;
  throw new AppError('misconfigured', message);
}
