import { type DropZone, openDropZone } from '../../support/drop-zone.ts';

describe('a repaired file in which unreadable bytes were left as they are', () => {
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone();
  });

  afterAll(() => zone.close());

  it('adds nothing and leaves one reject open, until the characters are put right', async () => {
    const bytes = Buffer.from([0x31, 0x2c, 0xe9, 0x74, 0xe9, 0x0a]);
    const first = await zone.drop('departments.csv', bytes);
    const notAdded = (await zone.notAdded(first)) ?? '';
    expect(notAdded).toContain('1,\ufffdt\ufffd,1,department,bad-encoding');

    const unrepaired = await zone.drop('fixed/departments/back.csv', notAdded);
    expect(unrepaired.counts).toMatchObject({ read: 1, inserted: 0, rejected: 1 });
    expect(await zone.openRejects('departments')).toEqual([
      { line: 2, codes: ['bad-encoding'], columns: ['department'] },
    ]);

    const again = (await zone.notAdded(unrepaired)) ?? '';
    const repaired = again.replaceAll('\ufffdt\ufffd', 'été');
    await zone.drop('fixed/departments/again.csv', repaired);
    expect(await zone.query('SELECT * FROM departments')).toEqual([{ id: 1, department: 'été' }]);
    expect(await zone.openRejects('departments')).toEqual([]);
  });
});
