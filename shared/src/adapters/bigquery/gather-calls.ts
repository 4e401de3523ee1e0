interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface Gathering<Item> {
  /** Items that a run takes. */
  readonly most: number;
  /** Runs that may be under way at the same time; 1 if not told otherwise. */
  readonly runs?: number;
  /** Two items with the same key never are in the same run; those without one may be in any. */
  readonly keyOf?: (item: Item) => string | undefined;
}

/**
 * Answers calls together: while as many runs as may be are under way, what is asked meanwhile waits
 * and goes with the next. All calls of a run get its answer, or its error.
 */
export function gatherCalls<Item, Answer>(
  run: (items: readonly Item[]) => Promise<Answer>,
  { most, runs = 1, keyOf }: Gathering<Item>,
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let underWay = 0;

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

  async function runWaiting(): Promise<void> {
    underWay += 1;
    while (waiting.length > 0) {
      const calls = takeNext();
      try {
        const answer = await run(calls.map(({ item }) => item));
        for (const { resolve } of calls) resolve(answer);
      } catch (error) {
        for (const { reject } of calls) reject(error);
      }
    }
    underWay -= 1;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (underWay < runs) void runWaiting();
    });
}
