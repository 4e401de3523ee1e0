import { AppError } from '../../../shared/src/domain/app-error.ts';
import { isFolderMark, readDropName } from '../../../shared/src/domain/ingest/object-name.ts';

const names = new Map([
  ['departments', 'departments'],
  ['hired_employees', 'hired_employees'],
  ['employees', 'hired_employees'],
  ['jobs', 'jobs'],
  ['jobs_2021', 'jobs_2021'],
]);

/** The table, marked where the object is a repair, or the refusal's sentence. */
function read(name: string, named?: string): string {
  try {
    const { table, isRepair } = readDropName(name, names, named);
    return isRepair ? `${table} (repair)` : table;
  } catch (error) {
    if (error instanceof AppError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe('the name of a drop', () => {
  it.each([
    ['departments.csv', 'departments'],
    ['DEPARTMENTS.CSV', 'departments'],
    ['departments.csv.gz', 'departments'],
    ['departments_2021-01.csv', 'departments'],
    ['departments-new.csv', 'departments'],
    ['departments (1).csv', 'departments'],
    ['employees_old.csv', 'hired_employees'],
    ['jobs_2021.csv', 'jobs_2021'],
    ['jobs_2022.csv', 'jobs'],
    ['jobs/anything.csv', 'jobs'],
    ['jobs/2021/01/anything.csv.gz', 'jobs'],
    ['incoming/jobs.csv', 'jobs'],
    ['incoming/jobs/departments.csv', 'jobs'],
    ['/jobs.csv', 'jobs'],
    ['fixed/jobs/01HX.csv', 'jobs (repair)'],
    ['fixed/jobs.csv', 'jobs (repair)'],
  ])('%s belongs to %s', (name, expected) => {
    expect(read(name)).toBe(expected);
  });

  it.each([
    ['anything.csv', 'employees', 'hired_employees'],
    ['departments.csv', 'jobs', 'jobs'],
    ['fixed/x.csv', 'jobs', 'jobs (repair)'],
  ])('%s with the table %s in its metadata belongs to %s', (name, table, expected) => {
    expect(read(name, table)).toBe(expected);
  });

  it.each([
    [
      'deparments.csv',
      'unknown-table: No table belongs to "deparments". Did you mean departments? The tables are departments, hired_employees, jobs, jobs_2021.',
    ],
    [
      'jobsold.csv',
      'unknown-table: No table belongs to "jobsold". The tables are departments, hired_employees, jobs, jobs_2021.',
    ],
    [
      'zzzz/jobs.csv',
      'unknown-table: No table belongs to "zzzz". The tables are departments, hired_employees, jobs, jobs_2021.',
    ],
    [
      'jobs.txt',
      'invalid-object: "jobs.txt" is not loaded: a drop\'s name ends in .csv or .csv.gz.',
    ],
    [
      'jobs.xlsx',
      'invalid-object: "jobs.xlsx" is not loaded: a drop\'s name ends in .csv or .csv.gz.',
    ],
  ])('%s is refused', (name, sentence) => {
    expect(read(name)).toBe(sentence);
  });

  it('says so where there are no tables yet', () => {
    expect(() => readDropName('jobs.csv', new Map())).toThrow(
      'No table belongs to "jobs". There are no tables yet.',
    );
  });

  it('that ends in a slash marks a folder', () => {
    expect(['incoming/', 'jobs.csv'].map(isFolderMark)).toEqual([true, false]);
  });
});
