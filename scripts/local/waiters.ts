export interface Waiters {
  /** Settles at the next `wake`. */
  wait(): Promise<void>;
  wake(): void;
}

/** Those who wait for something to change, and look for themselves then whether it is what they wait for. */
export function createWaiters(): Waiters {
  let waiting: (() => void)[] = [];
  return {
    wait: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
    wake: () => {
      const woken = waiting;
      waiting = [];
      for (const each of woken) each();
    },
  };
}
