/**
 * What `work` makes of each item, in the order of the items, up to `atOnce` of them under way at
 * the same time. Nothing is taken from the source while nobody asks. When it ends early, by an
 * error or by its reader, the source is closed and what is under way is waited for.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  atOnce: number,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const begun = work(item);
      // Its error is thrown where its turn comes; until then it is nobody's unhandled rejection.
      begun.catch(() => {});
      underWay.push(begun);
      if (underWay.length < atOnce) continue;
      const [first] = underWay;
      if (first !== undefined) yield await first;
      underWay.shift();
    }
    while (underWay.length > 0) {
      const [first] = underWay;
      if (first !== undefined) yield await first;
      underWay.shift();
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
