/** What has been started, to be stopped in reverse order. */
export interface StopStack {
  push(stop: () => unknown): void;
  /** Stops everything, whatever fails on the way; a second call waits for the same end. */
  run(): Promise<void>;
}

export function createStopStack(say: (line: string) => void): StopStack {
  const steps: (() => unknown)[] = [];
  let ended: Promise<void> | undefined;
  const runAll = async () => {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      try {
        await step();
      } catch (error) {
        say(`Something could not be stopped in order: ${error}`);
      }
    }
  };
  return {
    push: (stop) => {
      steps.push(stop);
    },
    run: () => {
      ended ??= runAll();
      return ended;
    },
  };
}
