import fc from 'fast-check';
import { reportHiringByDepartment } from '../../../functions/report-hiring/src/hiring-by-department.ts';
import { reportQuarterlyHired } from '../../../functions/report-hiring/src/quarterly-hired.ts';
import type {
  DepartmentCount,
  QuarterCount,
  YearOfHires,
} from '../../../shared/src/domain/hiring-report.ts';

const names = {
  departments: new Map([
    [1, 'Zoo'],
    [2, 'apes'],
    [3, '\u{1f680}'],
    [4, '\uff5e'],
  ]),
  jobs: new Map([
    [1, 'Nurse'],
    [2, 'Clerk'],
  ]),
  withoutDate: 5,
  openRejects: 70,
};

const yearOf = <Count>(counts: readonly Count[]): YearOfHires<Count> => ({ ...names, counts });

const quarter = (
  departmentId: number | null,
  jobId: number | null,
  quarters: QuarterCount['quarters'] = [1, 0, 0, 0],
): QuarterCount => ({ departmentId, jobId, quarters });

describe('the quarterly report', () => {
  it('goes by department, then job, in the order of code points', () => {
    const counts = [quarter(3, 1), quarter(4, 1), quarter(2, 1), quarter(1, 1), quarter(1, 2)];
    const { rows } = reportQuarterlyHired(2021, yearOf(counts), false);
    expect(rows.map(([department, job]) => `${department}/${job}`)).toEqual([
      'Zoo/Clerk',
      'Zoo/Nurse',
      'apes/Nurse',
      '\uff5e/Nurse',
      '\u{1f680}/Nurse',
    ]);
  });

  const partly = [
    quarter(1, 1, [1, 2, 3, 4]),
    quarter(null, 1, [5, 0, 0, 0]),
    quarter(null, null, [6, 0, 0, 0]),
    quarter(2, null, [0, 7, 0, 0]),
  ];

  it('leaves out hires without department or job, counts each once and says so', () => {
    const report = reportQuarterlyHired(2021, yearOf(partly), false);
    expect(report.rows).toEqual([['Zoo', 'Nurse', 1, 2, 3, 4]]);
    expect(report.facts).toEqual({ hires: 28, listed: 10 });
    expect(report.leftOut).toEqual({
      open_rejects: 70,
      without_date: 5,
      without_department: 11,
      without_job: 7,
    });
  });

  it('shows them as (Unknown) where they are asked for', () => {
    const report = reportQuarterlyHired(2021, yearOf(partly), true);
    expect(report.rows).toEqual([
      ['(Unknown)', '(Unknown)', 6, 0, 0, 0],
      ['(Unknown)', 'Nurse', 5, 0, 0, 0],
      ['Zoo', 'Nurse', 1, 2, 3, 4],
      ['apes', '(Unknown)', 0, 7, 0, 0],
    ]);
    expect(report.facts).toEqual({ hires: 28, listed: 28 });
    expect(report.leftOut).toMatchObject({ without_department: 0, without_job: 0 });
  });

  it('charts each department with all its jobs', () => {
    const counts = [quarter(1, 1, [1, 0, 0, 2]), quarter(1, 2, [3, 0, 4, 0])];
    expect(reportQuarterlyHired(2021, yearOf(counts), false).chart.bars).toEqual([
      { label: 'Zoo', parts: [4, 0, 4, 2] },
    ]);
  });
});

const department = (departmentId: number | null, hired: number): DepartmentCount => ({
  departmentId,
  hired,
});

describe('the report of departments above the mean', () => {
  it('names those with strictly more, by hires descending, then id', () => {
    const counts = [department(4, 9), department(1, 1), department(3, 9), department(2, 5)];
    const { rows, facts } = reportHiringByDepartment(2021, yearOf(counts), false);
    expect(facts).toEqual({ hires: 24, departments: 4, mean: 6 });
    expect(rows).toEqual([
      [3, '\u{1f680}', 9],
      [4, '\uff5e', 9],
    ]);
  });

  it('names none where all hired the same', () => {
    const counts = [1, 2, 3].map((id) => department(id, 7));
    expect(reportHiringByDepartment(2021, yearOf(counts), false).rows).toEqual([]);
  });

  it('has no mean where nobody hired', () => {
    const { rows, facts } = reportHiringByDepartment(2021, yearOf<DepartmentCount>([]), false);
    expect({ rows, facts }).toEqual({ rows: [], facts: { hires: 0, departments: 0, mean: null } });
  });

  it('takes hires without a department as one more department where they are asked for', () => {
    const counts = [department(null, 10), department(1, 4), department(2, 6)];
    const plain = reportHiringByDepartment(2021, yearOf(counts), false);
    expect(plain.rows).toEqual([[2, 'apes', 6]]);
    expect(plain.leftOut).toMatchObject({ without_department: 10 });
    const unknown = reportHiringByDepartment(2021, yearOf(counts), true);
    expect(unknown.rows).toEqual([[-1, '(Unknown)', 10]]);
    expect(unknown.leftOut).toMatchObject({ without_department: 0 });
  });

  it('never errs by a fraction of the mean', () => {
    const hires = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(hires, (hired) => {
        const counts = hired.map((count, index) => department(index + 1, count));
        const total = hired.reduce((sum, count) => sum + BigInt(count), 0n);
        const above = hired.filter((count) => BigInt(count) * BigInt(hired.length) > total);
        const { rows } = reportHiringByDepartment(2021, yearOf(counts), false);
        expect(rows.map(([, , count]) => count)).toEqual(above.sort((a, b) => b - a));
      }),
    );
  });
});
