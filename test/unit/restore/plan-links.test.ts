import { chooseForgotten } from '../../../shared/src/domain/restore/forgotten-undos.ts';
import { hasSwapped } from '../../../shared/src/domain/restore/has-swapped.ts';
import type { KeyLink, KeyStep } from '../../../shared/src/domain/restore/key-link.ts';
import {
  addLinks,
  planMending,
  planPassingLinks,
  planWithdrawal,
} from '../../../shared/src/domain/restore/plan-links.ts';
import { planSwap } from '../../../shared/src/domain/restore/plan-swap.ts';

const link = (table: string, parentTable: string, name = `${table}_${parentTable}`): KeyLink => ({
  ...{ table, name, columns: ['ref'], parentTable, parentColumns: ['id'] },
  ...{ onDelete: null, onUpdate: null },
});
const swap = (table: string, ordinal = 0) => ({
  table,
  replacement: `cutover_scratch_7_${ordinal}`,
  kept: `cutover_undo_7_${ordinal}`,
  ownLinks: [],
});

/** What a database makes of its foreign keys: each step, and names that the tables' change gives. */
function applySteps(links: readonly KeyLink[], steps: readonly KeyStep[]): KeyLink[] {
  return steps.reduce<KeyLink[]>(
    (found, { table, drop, add }) => {
      const staying = found.filter((one) => one.table !== table || !drop.includes(one.name));
      expect(found.length - staying.length).toBe(drop.length);
      for (const { name } of add) expect(found.map((one) => one.name)).not.toContain(name);
      return [...staying, ...add];
    },
    [...links],
  );
}

function rename(links: readonly KeyLink[], names: ReadonlyMap<string, string>): KeyLink[] {
  const nameOf = (table: string) => names.get(table) ?? table;
  return links.map((one) => ({
    ...one,
    table: nameOf(one.table),
    parentTable: nameOf(one.parentTable),
  }));
}

const sorted = (links: readonly KeyLink[]) =>
  [...links].sort((a, b) => (`${a.table} ${a.name}` < `${b.table} ${b.name}` ? -1 : 1));

// parent <- child <- badge, child -> itself, parent -> root, and two that are not concerned.
const found = [
  link('badge', 'child'),
  link('child', 'child', 'child_ibfk_1'),
  link('child', 'parent'),
  link('parent', 'root'),
  link('other', 'root'),
];
const tables = new Set(['badge', 'child', 'parent', 'root', 'other']);

describe.each([[['child']], [['parent']], [['parent', 'child']], [['badge', 'child', 'parent']]])(
  'the foreign keys when %j change places',
  (names) => {
    const plan = planSwap(names.map(swap), found, tables);
    const passing = planPassingLinks('7', plan);
    const tied = applySteps(found, addLinks(passing.map((one) => one.link)));
    const changed = new Map(
      plan.swaps.flatMap(({ table, replacement, kept }) => [
        [table, kept ?? ''] as const,
        [replacement ?? '', table] as const,
      ]),
    );

    it('hold from the moment of the change, and are as before when they are mended', () => {
      const afterwards = rename(tied, changed);
      for (const wanted of found) {
        const { name: _, ...essence } = wanted;
        expect(afterwards).toContainEqual(expect.objectContaining(essence));
      }
      const mended = applySteps(afterwards, planMending(plan, afterwards));
      expect(sorted(mended)).toEqual(sorted(found));
      expect(planMending(plan, mended)).toEqual([]);
    });

    it('can be mended from wherever somebody stopped', () => {
      const steps = planMending(plan, rename(tied, changed));
      for (let done = 0; done <= steps.length; done++) {
        const stopped = applySteps(rename(tied, changed), steps.slice(0, done));
        const mended = applySteps(stopped, planMending(plan, stopped));
        expect(sorted(mended)).toEqual(sorted(found));
      }
    });

    it('are as before when all is taken back', () => {
      expect(sorted(applySteps(tied, planWithdrawal(plan, tied)))).toEqual(sorted(found));
      expect(planWithdrawal(plan, found)).toEqual([]);
    });
  },
);

describe('a plan', () => {
  const leaving = { table: 'child', replacement: null, kept: 'cutover_undo_7_0', ownLinks: [] };

  it('is refused where others refer to a table that would leave', () => {
    expect(() => planSwap([leaving], found, tables)).toThrow(
      'Foreign key badge_child of badge refers to child, which would not be there any more. Nothing was changed.',
    );
  });

  it('is refused where a new table refers to one that is not there, or its key has the name of another', () => {
    const coming = (own: KeyLink) => [{ ...swap('fresh'), kept: null, ownLinks: [own] }];
    expect(() => planSwap(coming(link('fresh', 'gone')), found, tables)).toThrow(
      /refers to gone, which is not there: restore it in the same call/,
    );
    const twin = link('fresh', 'root', 'other_root');
    expect(() => planSwap(coming(twin), found, tables)).toThrow(
      /and other has a foreign key of the same name/,
    );
    expect(planSwap(coming(link('fresh', 'root')), found, tables).links).toEqual([
      link('fresh', 'root'),
    ]);
  });

  it('tells from the names of tables whether they have changed places', () => {
    const plan = planSwap([swap('parent', 0), swap('child', 1)], found, tables);
    expect(hasSwapped(plan, new Set([...tables, 'cutover_scratch_7_0']))).toBe(false);
    const all = new Set([...tables, 'cutover_undo_7_0', 'cutover_undo_7_1']);
    expect(hasSwapped(plan, all)).toBe(true);
    all.delete('cutover_undo_7_1');
    expect(() => hasSwapped(plan, all)).toThrow(/Somebody has renamed or dropped .* child/);
  });
});

describe('replaced rows', () => {
  it('are kept of the newest replacements, while they are young', () => {
    const day = 86_400;
    const kept = [0, 1, 8, 9].map((days, at) => ({ id: `r${at}`, ageSeconds: days * day }));
    expect(chooseForgotten(kept, { count: 3, days: 7 })).toEqual(['r2', 'r3']);
    expect(chooseForgotten(kept, { count: 1, days: 30 })).toEqual(['r1', 'r2', 'r3']);
    expect(chooseForgotten([], { count: 0, days: 0 })).toEqual([]);
  });
});
