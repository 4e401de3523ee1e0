import { setImmediate as turn } from 'node:timers/promises';
import { createGate } from '../../../scripts/local/bigquery/engine/gate.ts';

function makeWork(name: string, log: string[]) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = async () => {
    log.push(`${name} in`);
    await promise;
    log.push(`${name} out`);
    return name;
  };
  return { work, end: resolve };
}

describe('a gate', () => {
  it('lets many pass side by side, one alone, and all in the order in which they came', async () => {
    const log: string[] = [];
    const gate = createGate();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => makeWork(name, log));
    if (!a || !b || !c || !d) throw new Error('There are four.');
    const passed = [
      gate.shared(a.work),
      gate.shared(b.work),
      gate.alone(c.work),
      gate.shared(d.work),
    ];
    await turn();
    expect(log).toEqual(['a in', 'b in']);
    b.end();
    await turn();
    expect(log.slice(2)).toEqual(['b out']);
    a.end();
    await turn();
    expect(log.slice(3)).toEqual(['a out', 'c in']);
    c.end();
    d.end();
    expect(await Promise.all(passed)).toEqual(['a', 'b', 'c', 'd']);
    expect(log.slice(5)).toEqual(['c out', 'd in', 'd out']);
  });

  it('opens again when what was inside has failed', async () => {
    const gate = createGate();
    await expect(gate.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate.shared(async () => 'in')).toBe('in');
  });
});
