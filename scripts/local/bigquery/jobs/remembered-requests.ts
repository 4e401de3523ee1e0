/** More are not remembered; the oldest is forgotten first. */
const mostRequests = 1000;

/** Remembers what requests with an id of the client's have begun, so that a repeat begins nothing. */
export function createRememberedRequests<T>() {
  const begun = new Map<string, Promise<T>>();
  return {
    /** What was begun under the key, or else what `begin` begins. What could not begin is not remembered. */
    once: (key: string, begin: () => Promise<T>): Promise<T> => {
      const known = begun.get(key);
      if (known !== undefined) return known;
      const started = begin();
      begun.set(key, started);
      started.catch(() => begun.delete(key));
      for (const oldest of begun.keys()) {
        if (begun.size <= mostRequests) break;
        begun.delete(oldest);
      }
      return started;
    },
  };
}

export type RememberedRequests<T> = ReturnType<typeof createRememberedRequests<T>>;
