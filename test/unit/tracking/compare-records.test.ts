import { compareRecords } from '../../../shared/src/domain/tracking/change.ts';
import { anObject } from '../../support/tracking-builders.ts';

describe('comparing two states of a record', () => {
  it('names the fields that differ, with both values', () => {
    expect(compareRecords(anObject(), anObject({ size_in_mb: 31 }))).toEqual([
      { field: 'size_in_mb', old: 30, new: 31 },
    ]);
    expect(compareRecords(anObject(), anObject())).toEqual([]);
  });

  it('names all fields of what came or went', () => {
    expect(compareRecords(null, { object_id: 1, name: null })).toEqual([
      { field: 'object_id', old: null, new: 1 },
    ]);
    expect(compareRecords({ name: 'jobs' }, null)).toEqual([
      { field: 'name', old: 'jobs', new: null },
    ]);
  });
});
