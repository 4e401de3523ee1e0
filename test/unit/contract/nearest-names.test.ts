import * as fc from 'fast-check';
import {
  describeNearest,
  editDistance,
  nearestNames,
} from '../../../shared/src/domain/nearest-names.ts';

describe('the nearest names', () => {
  it('come in the order of their distance, three at most', () => {
    const names = ['jobs', 'job', 'departments', 'jabs', 'joints', 'jo'];
    expect(nearestNames('jobz', names)).toEqual(['job', 'jobs', 'jabs']);
    expect(describeNearest('Departmnets', names)).toBe(' (nearest: departments)');
  });

  it('are none where nothing comes near', () => {
    expect(nearestNames('salary', ['id', 'name'])).toEqual([]);
    expect(describeNearest('x'.repeat(1_000_000), ['xx'])).toBe('');
  });

  it('rest on a distance that is a metric', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});
