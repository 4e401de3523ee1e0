import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultyHires } from '../../../scripts/sample-data/faulty-hires.ts';
import { writeSampleData } from '../../../scripts/sample-data/write-sample-data.ts';
import { type DropZone, openDropZone } from '../../support/drop-zone.ts';

describe('the sample data', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-sample-'));
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone(500);
  });

  afterAll(async () => {
    await zone.close();
    rmSync(folder, { recursive: true });
  });

  it('loads with the rows and the faults it was made with', async () => {
    const expected = await writeSampleData(folder, { hires: 6_000, seed: 3 });
    for (const table of ['departments', 'jobs', 'hired_employees']) {
      const load = await zone.drop(`${table}.csv`, readFileSync(join(folder, `${table}.csv`)));
      expect(load.state).toBe('done');
    }
    const rejects = await zone.openRejects('hired_employees');
    const counted = Object.fromEntries(Object.keys(expected.byCode).map((code) => [code, 0]));
    for (const { codes } of rejects) {
      expect(codes).toHaveLength(1);
      for (const code of codes) counted[code] = (counted[code] ?? 0) + 1;
    }
    expect(counted).toEqual(expected.byCode);
  });

  it('holds in the database what the clean rows say', async () => {
    const clean = [...faultyHires({ hires: 6_000, seed: 3 })].map(({ cleanTsv }) => cleanTsv);
    const rows = await zone.query<Record<string, string>>(
      'SELECT id, name, datetime, department_id, job_id FROM hired_employees ORDER BY id',
    );
    const stored = rows.map((row) => Object.values(row).join('\t').replaceAll('\n', '\\n'));
    expect(stored).toEqual(Buffer.concat(clean).toString().trimEnd().split('\n'));
  });
});
