import * as fc from 'fast-check';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import type { Contract } from '../../../shared/src/domain/contract.ts';
import { planColumns } from '../../../shared/src/domain/header.ts';
import type { TableRules } from '../../../shared/src/domain/tables-config.ts';
import {
  aColumn,
  aContract,
  departments,
  hiredEmployees,
  someRules,
} from '../../support/columns.ts';

const hireRules = someRules({
  columns: {
    id: { aliases: ['emp_id', 'employee_id'], required: true },
    name: {
      joined_from: [
        ['first_name', 'nombre'],
        ['last_name', 'apellido'],
      ],
      required: true,
    },
    datetime: { aliases: ['hire_date', 'fecha_alta'], required: true },
    department_id: { aliases: ['dept_id'], required: true },
    job_id: { aliases: ['position_id'], required: true },
  },
});
const departmentRules = someRules({
  columns: { id: { aliases: ['dept_id'] }, department: { aliases: ['name', 'department_name'] } },
});
const tags = aContract('tags', [
  aColumn('text', { name: 'label' }),
  aColumn('text', { name: 'city' }),
  aColumn('text', { name: 'owner' }),
]);

/** `header: id<0 name<1+2` or `no-header: ...`, or the refusal's sentence. */
function plan(
  record: readonly string[],
  contract: Contract,
  rules: TableRules,
  options: { header?: 'present' | 'absent' } = {},
): string {
  try {
    const decision = planColumns(record, contract, rules, options);
    const targets = decision.plan.targets.map(
      ({ column, cells }) => `${column.name}<${cells.join('+')}`,
    );
    return `${decision.kind}: ${targets.join(' ')}`;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid-object') return error.message;
    throw error;
  }
}

const inOrder = 'id<0 name<1 datetime<2 department_id<3 job_id<4';

describe('the first record is a header', () => {
  it.each([
    [['id', 'name', 'datetime', 'department_id', 'job_id'], inOrder],
    [['\ufeffID', ' Name ', 'DateTime', 'DEPARTMENT_ID', 'job_id'], inOrder],
    [
      ['job_id', 'id', 'hire_date', 'dept_id', 'name'],
      'id<1 name<4 datetime<2 department_id<3 job_id<0',
    ],
    [['Employee ID', 'name', 'Hire-Date', 'department id', 'position id'], inOrder],
    [
      ['apellido', 'id', 'nombre', 'fecha_alta', 'dept_id', 'job_id'],
      'id<1 name<2+0 datetime<3 department_id<4 job_id<5',
    ],
    [['id', 'name', 'datetime', 'department_id', 'job_id', '', ' '], inOrder],
  ])('%j', (record, targets) => {
    expect(plan(record, hiredEmployees, hireRules)).toBe(`header: ${targets}`);
  });

  it('with helper columns, which are found and never loaded', () => {
    const record = [
      'id',
      'department',
      '_extra_1',
      '_line',
      '_column',
      '_code',
      '_error',
      '_load_id',
      '_reject_id',
    ];
    const { plan: columns } = planColumns(record, departments, departmentRules);
    expect(columns.targets.map(({ column }) => column.name)).toEqual(['id', 'department']);
    expect(columns).toMatchObject({
      width: 9,
      fileColumns: ['id', 'department', '_extra_1'],
      fileCells: [0, 1, 2],
      extraCells: [2],
      helpers: { rejectId: 8, loadId: 7 },
    });
  });

  it('that may leave out what the database fills', () => {
    expect(plan(['department'], departments, departmentRules)).toBe('header: department<0');
  });

  it('whose generated and ignored columns are left out', () => {
    const contract = aContract('t', [
      aColumn('integer', { name: 'a' }),
      aColumn('integer', { name: 'twice', generated: true }),
    ]);
    const rules = someRules({ ignored_columns: ['remark'] });
    expect(plan(['Remark', 'twice', 'a'], contract, rules)).toBe('header: a<2');
  });

  it('whatever it looks like, when the object says so', () => {
    expect(plan(['5', 'x'], departments, departmentRules, { header: 'present' })).toContain(
      '"5" is no column',
    );
  });
});

describe('the first record is data', () => {
  it.each([
    [['1', 'Harold Vogt', '2021-11-07T02:48:42Z', '2', '96']],
    [['1', 'name', '2021-11-07T02:48:42Z', '2', '96']],
    [['', '', '', '', '']],
    [['x', 'Harold Vogt', '2021-11-07T02:48:42Z', '2', '96']],
    [['99999999999', 'id', '', '', '']],
    [['1', 'Harold Vogt']],
    [['1', 'Harold Vogt', '2021-11-07T02:48:42Z', '2', '96', 'one too many']],
  ])('%j', (record) => {
    expect(plan(record, hiredEmployees, hireRules)).toBe(`no-header: ${inOrder}`);
  });

  it.each([[['5', 'Department']], [['7', 'name']], [['2147483648', 'id']]])(
    'though a text cell of %j is a name',
    (record) => {
      expect(plan(record, departments, departmentRules)).toBe('no-header: id<0 department<1');
    },
  );

  it('in a table of texts where few cells are names', () => {
    expect(plan(['Ana', 'city', 'Oslo'], tags, someRules())).toBe(
      'no-header: label<0 city<1 owner<2',
    );
    expect(plan(['Ana', 'Lima', 'Oslo'], tags, someRules())).toBe(
      'no-header: label<0 city<1 owner<2',
    );
  });

  it('whatever it looks like, when the object says so', () => {
    expect(plan(['id', 'department'], departments, departmentRules, { header: 'absent' })).toBe(
      'no-header: id<0 department<1',
    );
  });

  it('without generated and invisible columns', () => {
    const contract = aContract('t', [
      aColumn('integer', { name: 'hidden', invisible: true }),
      aColumn('integer', { name: 'a' }),
      aColumn('integer', { name: 'twice', generated: true }),
      aColumn('integer', { name: 'b' }),
    ]);
    expect(plan(['1', '2'], contract, someRules())).toBe('no-header: a<0 b<1');
  });
});

describe('a header is refused', () => {
  const ways = 'If the first record is data, set header=absent in the metadata of the object.';
  it.each([
    [
      'an unknown column, with the nearest',
      ['id', 'departmnt'],
      'The header does not fit: "departmnt" is no column of the table (nearest: department); the column department is missing, and every record needs it.',
    ],
    [
      'one that fits no column',
      ['foo', 'bar'],
      'The first record is a header that fits no column: "foo"; "bar".',
    ],
    [
      "another table's",
      ['dep', 'nme'],
      'The first record is a header that fits no column: "dep"; "nme" (nearest: name).',
    ],
    [
      'a column twice',
      ['id', 'name', 'Department'],
      'The header does not fit: name, Department are the same column, department.',
    ],
    ['a column without name', ['id', '', 'name'], 'The header does not fit: column 2 has no name.'],
  ])('for %s', (_why, record, sentence) => {
    expect(plan(record, departments, departmentRules)).toBe(
      `${sentence} The columns of departments are id, department. ${ways}`,
    );
  });

  it.each([
    [
      ['id', 'name', 'first_name', 'last_name', 'datetime', 'dept_id', 'job_id'],
      'name is given whole (name) and in parts (first_name, last_name)',
    ],
    [
      ['id', 'first_name', 'datetime', 'dept_id', 'job_id'],
      'name is joined from several columns, and last_name or apellido is missing',
    ],
    [
      ['id', 'nombre', 'first_name', 'last_name', 'datetime', 'dept_id', 'job_id'],
      'nombre, first_name are the same part of name',
    ],
    [
      ['id', 'name', 'dept_id', 'job_id'],
      'the column datetime is missing, and every record needs it',
    ],
  ])('%j', (record, reason) => {
    expect(plan(record, hiredEmployees, hireRules)).toContain(`: ${reason}. `);
  });

  it('that names helper columns alone', () => {
    expect(plan(['_line', '_error'], tags, someRules())).toContain(
      ': it names no column of the table. ',
    );
  });

  it('for near misses in a table of texts', () => {
    expect(plan(['lable', 'citty', 'owners'], tags, someRules())).toContain(
      '"lable" (nearest: label)',
    );
  });

  it('for the nameless index that data frames put first', () => {
    expect(plan(['', 'id', 'name'], departments, departmentRules)).toContain(
      ': column 1 has no name. ',
    );
  });

  it('where spaces could stand for two columns', () => {
    const contract = aContract('t', [
      aColumn('integer', { name: 'a_b' }),
      aColumn('integer', { name: 'a b' }),
    ]);
    expect(plan(['a b', 'a_b'], contract, someRules())).toBe('header: a_b<1 a b<0');
    expect(plan(['a-b', 'a_b'], contract, someRules())).toContain('"a-b" is no column');
  });
});

describe('any first record', () => {
  it('is decided or refused in a sentence', () => {
    const cell = fc.oneof(
      fc.constantFrom(
        'id',
        'name',
        'Department',
        '5',
        '',
        '_line',
        '_reject_id',
        'constructor',
        '__proto__',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(cell), (record) => {
        expect(plan(record, departments, departmentRules)).toMatch(/^(header|no-header|The )/);
      }),
    );
  });

  it('may be long', () => {
    const record = Array.from({ length: 5_000 }, (_, at) => `column ${at}`);
    expect(plan(record, departments, departmentRules).length).toBeLessThan(1_000);
    expect(plan(['x'.repeat(1_000_000), 'id'], departments, departmentRules).length).toBeLessThan(
      500,
    );
  });
});
