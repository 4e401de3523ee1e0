/**
 * Makes `load` answer from memory for `ttlMs` after each success; callers at the same time share
 * one call. Failures are not kept, so what was missing is seen as soon as it is there.
 * `now` tells the time in milliseconds.
 */
export function cached<T>(
  load: (key: string) => Promise<T>,
  ttlMs: number,
  now: () => number,
): (key: string) => Promise<T> {
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<T> }>();
  return (key) => {
    const found = kept.get(key);
    if (found !== undefined && now() < found.until) return found.answer;
    const entry = { until: now() + ttlMs, answer: load(key) };
    kept.set(key, entry);
    entry.answer.catch(() => {
      if (kept.get(key) === entry) kept.delete(key);
    });
    return entry.answer;
  };
}
