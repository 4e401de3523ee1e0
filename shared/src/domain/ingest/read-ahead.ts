/** Works on the next item while the current one is in use: at most one item ahead. */
export async function* readAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      next = items.next();
      next.catch(() => {
        // Rejected before it is waited for: it is reported when it is.
      });
      yield value;
    }
  } finally {
    await items.return(undefined);
  }
}
