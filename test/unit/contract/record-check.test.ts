import { planColumns } from '../../../shared/src/domain/header.ts';
import { compileRecordCheck } from '../../../shared/src/domain/record-check.ts';
import { hiredEmployees, someRules } from '../../support/columns.ts';

const rules = someRules({
  columns: {
    name: { joined_from: [['first'], ['last']], required: true },
    datetime: { required: true },
  },
});

function check(cells: readonly string[], header?: readonly string[]) {
  const { plan } = planColumns(
    header ?? cells,
    hiredEmployees,
    rules,
    header ? {} : { header: 'absent' },
  );
  return compileRecordCheck(plan, rules, new Date(0))(cells);
}

const codes = (cells: readonly string[]) =>
  check(cells).faults?.map(({ column, code }) => `${column ?? 'record'}: ${code}`);

describe('the check of a record', () => {
  it('answers canonical texts in the order of the targets', () => {
    expect(check(['01', 'Ana', '2021-01-02', '', '7'])).toEqual({
      values: ['1', 'Ana', '2021-01-02 00:00:00', null, '7'],
      faults: null,
    });
  });

  it('finds every fault, and keeps the values of the good cells', () => {
    const checked = check(['x', ' ', '2021-13-01', '2', '99999999999']);
    expect(checked.values).toEqual([undefined, undefined, undefined, '2', undefined]);
    expect(checked.faults).toEqual([
      { column: 'id', code: 'type-error', message: '"x" is not a whole number.' },
      {
        column: 'name',
        code: 'missing-value',
        message: 'The cell is empty, and the column needs a value.',
      },
      {
        column: 'datetime',
        code: 'bad-date',
        message: '"2021-13-01" is not a day of the calendar.',
      },
      {
        column: 'job_id',
        code: 'out-of-range',
        message: '"99999999999" is not between -2147483648 and 2147483647.',
      },
    ]);
  });

  it('counts cells, and still checks those that are there', () => {
    expect(codes(['1', 'Ana', 'soon'])).toEqual(['record: missing-cell', 'datetime: bad-date']);
    expect(codes(['1', 'Ana', 'soon', '2', '3', 'x'])).toEqual([
      'record: extra-cell',
      'datetime: bad-date',
    ]);
    expect(check(['1', 'Ana']).faults?.[0]?.message).toBe(
      'The record has 2 cells, and the file has 5 columns.',
    );
  });

  it('does not mind blank cells past the end', () => {
    expect(check(['1', 'Ana', '2021-01-02', '2', '3', '', '  ']).faults).toBeNull();
  });

  it('joins the parts of a value and leaves out blank ones', () => {
    const header = ['id', 'last', 'first', 'datetime', 'department_id', 'job_id'];
    const nameOf = (last: string, first: string) =>
      check(['1', last, first, '2021-01-02', '2', '3'], header).values[1];
    expect(nameOf(' Vogt', 'Harold ')).toBe('Harold Vogt');
    expect(nameOf('', 'Harold')).toBe('Harold');
    expect(nameOf('Vogt', '\\N')).toBe('Vogt');
    expect(nameOf(' ', '')).toBeUndefined();
  });
});
