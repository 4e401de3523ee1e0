interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Answers calls together: while one run is under way, what is asked meanwhile waits and goes with
 * the next. A call alone is run at once. All calls of a run get its answer, or its error. `keyOf`:
 * two items with the same key never are in the same run; those without one may be in any.
 */
export function gatherCalls<Item, Answer>(
  run: (items: readonly Item[]) => Promise<Answer>,
  most: number,
  keyOf?: (item: Item) => string | undefined,
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let isRunning = false;

  function takeNext(): Waiting<Item, Answer>[] {
    const keys = new Set<string>();
    const taken: Waiting<Item, Answer>[] = [];
    const left: Waiting<Item, Answer>[] = [];
    for (const call of waiting) {
      const key = keyOf?.(call.item);
      const isFree = taken.length < most && (key === undefined || !keys.has(key));
      if (isFree && key !== undefined) keys.add(key);
      (isFree ? taken : left).push(call);
    }
    waiting = left;
    return taken;
  }

  async function runAll(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      const calls = takeNext();
      try {
        const answer = await run(calls.map(({ item }) => item));
        for (const { resolve } of calls) resolve(answer);
      } catch (error) {
        for (const { reject } of calls) reject(error);
      }
    }
    isRunning = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isRunning) void runAll();
    });
}
