import fc from 'fast-check';
import {
  planRetention,
  type RetainableSet,
  type RetentionPolicy,
} from '../../../shared/src/domain/backup/retention.ts';
import { formatSetId } from '../../../shared/src/domain/backup/set-id.ts';

const nothing: RetentionPolicy = { keep_last: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };

const setAt = (time: string, state: RetainableSet['state'] = 'unproven'): RetainableSet => ({
  set_id: formatSetId(new Date(time), 'aaaaaa'),
  state,
});

const aSet = fc.record({
  set_id: fc
    .tuple(
      fc.date({
        min: new Date('2023-12-25T00:00:00Z'),
        max: new Date('2027-01-05T00:00:00Z'),
        noInvalidDate: true,
      }),
      fc.stringMatching(/^[a-z0-9]{6}$/),
    )
    .map(([time, suffix]) => formatSetId(time, suffix)),
  state: fc.constantFrom('proven', 'damaged', 'unproven') as fc.Arbitrary<RetainableSet['state']>,
});
const someSets = fc.uniqueArray(aSet, { selector: ({ set_id }) => set_id, maxLength: 40 });
const few = fc.nat(4);
const aPolicy = fc.record({ keep_last: few, daily: few, weekly: few, monthly: few, yearly: few });

const kept = (sets: readonly RetainableSet[], policy: RetentionPolicy): string[] =>
  planRetention(sets, policy).flatMap(({ set_id, keeps }) => (keeps ? [set_id] : []));

describe('retention', () => {
  it('keeps the newest set of each of the latest days, weeks, months and years that have one', () => {
    const sets = [
      '2026-11-20T23:00:00Z',
      '2026-11-20T01:00:00Z',
      '2026-11-16T00:00:00Z',
      '2026-11-15T23:59:59Z',
      '2026-10-31T12:00:00Z',
      '2025-12-31T12:00:00Z',
      '2024-12-30T00:00:00Z',
    ].map((time) => setAt(time));
    const policy = { keep_last: 1, daily: 2, weekly: 2, monthly: 2, yearly: 2 };
    expect(planRetention(sets, policy).map(({ reasons }) => reasons)).toEqual([
      [
        'newest set, and none is proven',
        'last 1 of 1',
        'daily: newest of 2026-11-20',
        'weekly: newest of 2026-W47',
        'monthly: newest of 2026-11',
        'yearly: newest of 2026',
      ],
      ['no rule keeps it'],
      ['daily: newest of 2026-11-16'],
      ['weekly: newest of 2026-W46'],
      ['monthly: newest of 2026-10'],
      ['yearly: newest of 2025'],
      ['no rule keeps it'],
    ]);
  });

  it('counts a week to the year of its Thursday', () => {
    const sets = [setAt('2024-12-30T00:00:00Z'), setAt('2027-01-03T00:00:00Z')];
    const reasons = planRetention(sets, { ...nothing, weekly: 9 }).flatMap((set) => set.reasons);
    expect(reasons).toContain('weekly: newest of 2025-W01');
    expect(reasons).toContain('weekly: newest of 2026-W53');
  });

  it('lets a damaged set take no place, and keeps it until a newer one is proven', () => {
    const sets = [
      setAt('2026-11-20T23:00:00Z', 'damaged'),
      setAt('2026-11-20T22:00:00Z'),
      setAt('2026-11-20T21:00:00Z', 'proven'),
      setAt('2026-11-20T20:00:00Z', 'damaged'),
    ];
    expect(planRetention(sets, { ...nothing, keep_last: 1 })).toMatchObject([
      { keeps: true, reasons: ['damaged, and nothing newer is proven'] },
      { keeps: true, reasons: ['last 1 of 1'] },
      { keeps: true, reasons: ['newest proven set'] },
      { keeps: false, reasons: ['damaged, and a newer set is proven'] },
    ]);
  });

  it('never removes the newest proven set, and never the last one', () => {
    fc.assert(
      fc.property(someSets, aPolicy, (sets, policy) => {
        const all = kept(sets, policy);
        const proven = sets.filter(({ state }) => state === 'proven').map(({ set_id }) => set_id);
        const newest = proven.sort().at(-1);
        if (newest !== undefined) expect(all).toContain(newest);
        expect(all.length > 0).toBe(sets.length > 0);
      }),
    );
  });

  it('decides of every set once, the newest first, and says why', () => {
    fc.assert(
      fc.property(someSets, aPolicy, (sets, policy) => {
        const verdicts = planRetention(sets, policy);
        const newestFirst = sets.map(({ set_id }) => set_id).sort();
        expect(verdicts.map(({ set_id }) => set_id)).toEqual(newestFirst.reverse());
        expect(verdicts.every(({ reasons }) => reasons.length > 0)).toBe(true);
      }),
    );
  });

  it('keeps everything that it has kept when it runs again', () => {
    fc.assert(
      fc.property(someSets, aPolicy, (sets, policy) => {
        const first = kept(sets, policy);
        const left = sets.filter(({ set_id }) => first.includes(set_id));
        expect(kept(left, policy)).toEqual(first);
      }),
    );
  });

  it('keeps no less for a policy that asks for more', () => {
    fc.assert(
      fc.property(someSets, aPolicy, fc.constantFrom(...Object.keys(nothing)), (...given) => {
        const [sets, policy, rule] = given;
        const more = { ...policy, [rule]: policy[rule as keyof RetentionPolicy] + 1 };
        expect(kept(sets, more)).toEqual(expect.arrayContaining(kept(sets, policy)));
      }),
    );
  });
});
