import { gatherCalls } from '../../../shared/src/adapters/bigquery/gather-calls.ts';

/** A run that waits until it is let go, and the items of each run. */
function heldRun() {
  const runs: (readonly string[])[] = [];
  const releases: ((error?: Error) => void)[] = [];
  const run = (items: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      runs.push(items);
      const number = runs.length;
      releases.push((error) => (error ? reject(error) : resolve(`run ${number}`)));
    });
  return { runs, run, release: (error?: Error) => releases.shift()?.(error) };
}

describe('gathering calls', () => {
  it('runs a call at once, and those that come meanwhile together after it', async () => {
    const { runs, run, release } = heldRun();
    const call = gatherCalls(run, { most: 10 });
    const answers = [call('a'), call('b'), call('c')];
    expect(runs).toEqual([['a']]);
    release();
    await answers[0];
    expect(runs).toEqual([['a'], ['b', 'c']]);
    release();
    expect(await Promise.all(answers)).toEqual(['run 1', 'run 2', 'run 2']);
    const last = call('d');
    expect(runs.at(-1)).toEqual(['d']);
    release();
    await last;
  });

  it('takes at most so many at once, and of each key one', async () => {
    const { runs, run, release } = heldRun();
    const call = gatherCalls(run, { most: 2, keyOf: (item) => item.charAt(0) });
    const answers = ['a1', 'b1', 'b2', 'c1', 'd1'].map(call);
    for (const answer of [0, 1, 2, 4]) {
      release();
      await answers[answer];
    }
    expect(runs).toEqual([['a1'], ['b1', 'c1'], ['b2', 'd1']]);
  });

  it('begins as many runs as may be at the same time, before calls wait', async () => {
    const { runs, run, release } = heldRun();
    const call = gatherCalls(run, { most: 10, runs: 2 });
    const answers = ['a', 'b', 'c', 'd'].map(call);
    expect(runs).toEqual([['a'], ['b']]);
    release();
    await answers[0];
    expect(runs).toEqual([['a'], ['b'], ['c', 'd']]);
    release();
    release();
    expect(await Promise.all(answers)).toEqual(['run 1', 'run 2', 'run 3', 'run 3']);
  });

  it('fails the calls of a run that fails, and goes on with the next', async () => {
    const { run, release } = heldRun();
    const call = gatherCalls(run, { most: 1 });
    const [first, second] = [call('a'), call('b')];
    release(new Error('no'));
    await expect(first).rejects.toThrow('no');
    release();
    expect(await second).toBe('run 2');
  });
});
