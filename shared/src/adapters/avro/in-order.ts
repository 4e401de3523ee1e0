/** How much may be under way at the same time; one item is, whatever its size. */
export interface Room {
  readonly items: number;
  readonly bytes: number;
}

interface Begun<Result> {
  readonly size: number;
  readonly result: Promise<Result>;
}

/**
 * What `work` makes of each item, in the order of the items, as many of them under way at the same
 * time as there is room for. Nothing is taken from the source while nobody asks. When it ends early,
 * by an error or by its reader, the source is closed and what is under way is waited for.
 */
export async function* inOrder<Item extends { readonly bytes: Uint8Array }, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  room: Room,
): AsyncGenerator<Result> {
  const underWay: Begun<Result>[] = [];
  let bytes = 0;
  const isFull = () => underWay.length >= room.items || bytes >= room.bytes;
  async function* finish(isDue: () => boolean): AsyncGenerator<Result> {
    for (let [first] = underWay; first !== undefined && isDue(); [first] = underWay) {
      yield await first.result;
      underWay.shift();
      bytes -= first.size;
    }
  }
  try {
    for await (const item of items) {
      const result = work(item);
      // Its error is thrown where its turn comes; until then it is nobody's unhandled rejection.
      result.catch(() => {});
      underWay.push({ size: item.bytes.length, result });
      bytes += item.bytes.length;
      yield* finish(isFull);
    }
    yield* finish(() => true);
  } finally {
    await Promise.allSettled(underWay.map(({ result }) => result));
  }
}
