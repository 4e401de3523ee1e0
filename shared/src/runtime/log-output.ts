import { destination } from 'pino';

/** Lines that come closer after each other go out together: at thousands a second each write would cost as much as its request. */
const gatherMs = 10;

/** More than comes in that time; what is more goes out at once. */
const mostBytes = 12 * 1024;

/**
 * Standard output for a log: a line goes out at once when none has for a while, behind the work,
 * which does not wait for it, and all of them before the process exits.
 */
export function openLogOutput(): { write(line: string): void } {
  const output = destination({ fd: process.stdout.fd, sync: false, minLength: mostBytes });
  let isGathering = false;
  let hasMore = false;
  const gather = () => {
    isGathering = hasMore;
    if (!hasMore) return;
    hasMore = false;
    output.flush();
    setTimeout(gather, gatherMs);
  };
  return {
    write(line) {
      output.write(line);
      hasMore = true;
      if (!isGathering) gather();
    },
  };
}
