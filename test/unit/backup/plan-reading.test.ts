import {
  planReading,
  type ReadingLimits,
  type TableSize,
} from '../../../shared/src/domain/backup/plan-reading.ts';

const second = 1000;
/** A connection reads a table of 100 in 100 ms, and there are 100 s. */
const limits: ReadingLimits = { seconds: 100, connections: 4, bytesPerSecond: second };
const sizes = (...seconds: number[]): TableSize[] =>
  seconds.map((each, at) => ({ table: `t${at}`, bytes: each * second }));

describe('the reading of a set', () => {
  it('is done by one connection where that takes half of the time at most', () => {
    expect(planReading(sizes(20, 30), limits).connections).toBe(1);
    expect(planReading(sizes(0, 0), limits).connections).toBe(1);
    expect(planReading([], limits)).toEqual({ connections: 1, tables: [] });
  });

  it.each([
    [sizes(20, 31), 2],
    [sizes(50, 30, 30), 3],
    [sizes(90, 90, 90, 90, 30), 4],
    [sizes(80, 1), 2],
  ])('is done by as few connections as do, a table by one of them', (tables, connections) => {
    expect(planReading(tables, limits).connections).toBe(connections);
  });

  it('begins with the largest tables', () => {
    expect(planReading(sizes(1, 30, 20), limits).tables).toEqual(['t1', 't2', 't0']);
  });

  it('is refused where not even the most connections would do, saying what to do', () => {
    const plan = () => planReading(sizes(90, 90, 90, 90, 90), limits);
    expect(plan).toThrow(
      'The set would take about 2 minutes by 4 connections at once, and there are 2 minutes. Name fewer tables',
    );
    expect(() => planReading(sizes(301, 1), { ...limits, connections: 8 })).toThrow(
      /about 6 minutes by 8 connections at once; the table t0 alone decides that, and there are 2/,
    );
  });
});
