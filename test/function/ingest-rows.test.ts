import { openRowsZone, type RowsZone } from '../support/rows-zone.ts';
import { rowsOf } from '../support/zone-words.ts';

describe('ingest-rows', () => {
  let zone: RowsZone;

  beforeAll(async () => {
    zone = await openRowsZone();
  });

  afterAll(() => zone.close());

  async function post(path: string, body: string | Buffer, type: string) {
    const headers = { 'content-type': type };
    const response = await fetch(zone.url + path, { method: 'POST', headers, body });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  describe('POST /{table}/upload', () => {
    it('loads the file that is the body, and keeps what it refuses', async () => {
      const { status, body } = await post('/jobs/upload', 'id,title\n1,Nurse\n2,\n', 'text/csv');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'ok',
        kind: 'upload',
        table: 'jobs',
        inserted: 1,
        skipped: 1,
        counts: { read: 2, inserted: 1, rejected: 1 },
        rejected: [{ line: 3, errors: [{ column: 'job', code: 'missing-value' }] }],
      });
      expect(await rowsOf(zone, 'jobs')).toEqual(['1,Nurse']);
      expect(await zone.openRejects('jobs')).toMatchObject([{ line: 3 }]);
    });
  });
});
