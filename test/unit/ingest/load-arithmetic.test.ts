import { createDigest } from '../../../shared/src/domain/ingest/digest.ts';
import { keyText } from '../../../shared/src/domain/ingest/key-text.ts';
import type { LoadPlan } from '../../../shared/src/domain/ingest/load.ts';
import { addCounts, booksBalance, noCounts } from '../../../shared/src/domain/ingest/load.ts';
import { exceededLimit } from '../../../shared/src/domain/ingest/reject-limits.ts';

const counts = {
  read: 10,
  inserted: 3,
  updated: 2,
  unchanged: 1,
  rejected: 2,
  blank: 1,
  withheld: 1,
};

function limit(limits: Partial<LoadPlan>, read: number, rejected: number, isEnd = false) {
  const plan = { maxRejects: null, maxRejectRatio: null, ...limits } as LoadPlan;
  return exceededLimit(plan, { ...noCounts, read: read + 5, blank: 5, rejected }, isEnd);
}

describe('counts', () => {
  it('add up, each by itself', () => {
    expect(addCounts(counts, counts)).toEqual({
      read: 20,
      inserted: 6,
      updated: 4,
      unchanged: 2,
      rejected: 4,
      blank: 2,
      withheld: 2,
    });
  });

  it('balance where every record is accounted for', () => {
    expect(booksBalance(counts)).toBe(true);
    expect(booksBalance({ ...counts, read: 11 })).toBe(false);
  });
});

describe('the limits of rejects', () => {
  it('are none where none is set', () => {
    expect(limit({}, 100, 100, true)).toBeNull();
  });

  it('stop a load with more rejects than max_rejects', () => {
    expect(limit({ maxRejects: 3 }, 50, 3)).toBeNull();
    expect(limit({ maxRejects: 3 }, 50, 4)).toBe(
      '4 records are rejected, more than max_rejects allows (3).',
    );
    expect(limit({ maxRejects: 0 }, 50, 1)).not.toBeNull();
  });

  it('stop a load with a greater part of rejects than max_reject_ratio, once that tells something', () => {
    expect(limit({ maxRejectRatio: 0.1 }, 99, 50)).toBeNull();
    expect(limit({ maxRejectRatio: 0.1 }, 99, 50, true)).not.toBeNull();
    expect(limit({ maxRejectRatio: 0.1 }, 100, 10)).toBeNull();
    expect(limit({ maxRejectRatio: 0.1 }, 100, 11)).toBe(
      '11 of 100 records are rejected, more than max_reject_ratio allows (0.1).',
    );
    expect(limit({ maxRejectRatio: 0 }, 0, 0, true)).toBeNull();
  });
});

describe('the digest', () => {
  it('groups rejects by code and column, most frequent first, with samples that differ', () => {
    const digest = createDigest();
    for (let line = 1; line <= 6; line++) {
      const message = `Not a number: ${line <= 3 ? 'x' : line}.`;
      digest.add({ line, faults: [{ column: 'id', code: 'type-error', message }] });
    }
    digest.add({
      line: 9,
      faults: [
        { column: 'id', code: 'type-error', message: 'Not a number: x.' },
        { column: null, code: 'extra-cell', message: 'Too many.' },
      ],
    });
    expect(digest.lines()).toEqual([
      {
        code: 'type-error',
        column: 'id',
        count: 7,
        samples: [
          { line: 1, message: 'Not a number: x.' },
          { line: 4, message: 'Not a number: 4.' },
          { line: 5, message: 'Not a number: 5.' },
        ],
      },
      { code: 'extra-cell', column: null, count: 1, samples: [{ line: 9, message: 'Too many.' }] },
    ]);
  });
});

describe('the text of a key', () => {
  it('differs where the parts do', () => {
    const keys = [
      ['a,b', 'c'],
      ['a', 'b,c'],
      ['a', 'b', 'c'],
      ['a","b', 'c'],
    ];
    expect(new Set(keys.map(keyText)).size).toBe(keys.length);
    expect(keyText(['7'])).toBe('7');
  });
});
