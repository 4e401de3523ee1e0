import { explainReadError } from '../../../shared/src/adapters/mysql/snapshot/explain-read-error.ts';

describe('an error of reading a table for a backup', () => {
  it('names the table that is no longer as the snapshot knows it', () => {
    const cause = Object.assign(new Error('Table definition has changed'), { errno: 1412 });
    expect(explainReadError('jobs', cause)).toMatchObject({
      code: 'conflict',
      message: 'jobs has been altered since the snapshot was opened; back up again.',
      cause,
    });
  });

  it('is otherwise translated as everywhere', () => {
    const cause = Object.assign(new Error('Query execution was interrupted'), { errno: 1317 });
    expect(explainReadError('jobs', cause)).toMatchObject({ code: 'unavailable', cause });
  });
});
