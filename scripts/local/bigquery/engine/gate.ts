/** Lets many pass side by side, or one alone; in the order in which they come. */
export interface Gate {
  shared<T>(work: () => Promise<T>): Promise<T>;
  alone<T>(work: () => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly isAlone: boolean;
  readonly enter: () => void;
}

export function createGate(): Gate {
  const waiting: Waiting[] = [];
  let inside = 0;
  let isClosed = false;

  function admit() {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (isClosed || (next.isAlone && inside > 0)) return;
      waiting.shift();
      inside += 1;
      isClosed = next.isAlone;
      next.enter();
    }
  }

  async function pass<T>(isAlone: boolean, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      waiting.push({ isAlone, enter });
      admit();
    });
    try {
      return await work();
    } finally {
      inside -= 1;
      isClosed = false;
      admit();
    }
  }

  return { shared: (work) => pass(false, work), alone: (work) => pass(true, work) };
}
