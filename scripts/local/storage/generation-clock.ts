/** Issues generations: the time in microseconds, and always more than any issued before. */
export function createGenerationClock() {
  let last = 0;
  return {
    next: () => {
      last = Math.max(Date.now() * 1000, last + 1);
      return String(last);
    },
    /** No generation up to this one is issued any more. */
    pass: (generation: string) => {
      last = Math.max(last, Number(generation));
    },
  };
}
