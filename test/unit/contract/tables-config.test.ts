import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Storage } from '@google-cloud/storage';
import {
  defaultTablesConfig,
  readTablesConfig,
} from '../../../shared/src/adapters/tables-config.ts';
import { rulesOf } from '../../../shared/src/domain/table-rules.ts';
import {
  columnRules,
  parseTablesConfig,
  tableRules,
} from '../../../shared/src/domain/tables-config.ts';
import { aColumn, aContract, departments, hiredEmployees } from '../../support/columns.ts';

const storage = new Storage({ projectId: 'nowhere' });

function refusalOf(content: unknown): string {
  try {
    parseTablesConfig(content, 'tables.yaml');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'accepted';
}

describe('tables.yaml', () => {
  it('fits the reference tables and requires all of their columns', async () => {
    const config = await readTablesConfig(defaultTablesConfig, storage);
    for (const contract of [departments, hiredEmployees]) {
      const rules = rulesOf(config, contract);
      for (const { name } of contract.columns) {
        expect(columnRules(rules, name).required).toBe(true);
      }
    }
    expect(tableRules(config, 'hired_employees').names).toEqual(['employees']);
    expect(Object.keys(config)).toEqual(['departments', 'jobs', 'hired_employees']);
  });

  it('may say nothing of a table, even of one called constructor', () => {
    const config = parseTablesConfig(null, 'tables.yaml');
    const rules = tableRules(config, 'constructor');
    expect(rules).toMatchObject({ names: [], conflict: 'reject', mode: 'partial' });
    expect(rules).not.toHaveProperty('max_rejects');
    expect(columnRules(rules, 'toString')).toMatchObject({ aliases: [], required: false });
  });

  it('gives the formats of a table to its columns, after their own', () => {
    const config = parseTablesConfig(
      { t: { date_formats: ['DD/MM/YYYY'], columns: { c: { date_formats: ['YYYYMMDD'] } } } },
      'tables.yaml',
    );
    const rules = tableRules(config, 't');
    expect(columnRules(rules, 'c').date_formats).toEqual(['YYYYMMDD', 'DD/MM/YYYY']);
    expect(columnRules(rules, 'd').date_formats).toEqual(['DD/MM/YYYY']);
  });

  it.each([
    [
      { t: { conflcit: 'skip' } },
      't: has conflcit; known are names, columns, ignored_columns, date_formats, conflict, mode, max_rejects, max_reject_ratio',
    ],
    [
      { t: { columns: { a: { alias: [] } } } },
      't.columns.a: has alias; known are aliases, required, empty, joined_from, date_formats, not_in_future, filled_in',
    ],
    [
      { t: { conflict: 'merge' } },
      't.conflict: Invalid option: expected one of "reject"|"skip"|"update"',
    ],
    [{ t: { names: ['u'] }, u: {} }, 'u.names: "u" also names t'],
    [
      { t: { columns: { a: { required: true, empty: 'text' } } } },
      't.columns.a: is required, so an empty cell stands for nothing: leave out `empty` or `required`',
    ],
    [
      { t: { date_formats: ['DD/MM/YYYY', 'MM/DD/YYYY'] } },
      't.date_formats: has two formats that differ only in the order of day and month, so that a cell could mean either',
    ],
    [
      { t: { date_formats: ['DD.MM.YY'] } },
      't.date_formats.0: "DD.MM.YY" has "Y"; known are YYYY, MMM, MM, M, DD, D, HH, H, hh, h, mm, ss, A and T',
    ],
    [[], 'the file: Invalid input: expected record, received array'],
  ])('is refused by path: %j', (content, fault) => {
    expect(refusalOf(content)).toBe(`tables.yaml is wrong. ${fault}`);
  });
});

describe('an entry that the table can not follow', () => {
  const contract = aContract('t', [
    aColumn('integer', { name: 'id', nullable: false }),
    aColumn('text', { name: 'label' }),
    aColumn('integer', { name: 'sum', generated: true }),
  ]);
  const fits = (entry: object) => rulesOf(parseTablesConfig({ t: entry }, 'tables.yaml'), contract);

  it.each([
    [{ columns: { lable: {} } }, 'lable: the table has no such column (nearest: label)'],
    [{ columns: { id: { empty: null } } }, 'id: `empty: null`, but the column is NOT NULL'],
    [{ columns: { id: { empty: 'text' } } }, 'id: `empty: text`: "" is not a whole number.'],
    [
      { columns: { id: { empty: 'default' } } },
      'id: `empty: default`: The column has no literal default.',
    ],
    [
      { columns: { id: { date_formats: ['YYYYMMDD'] } } },
      'id: `date_formats`, but it holds no dates',
    ],
    [
      { columns: { label: { not_in_future: true } } },
      'label: `not_in_future`, but it holds no dates',
    ],
    [
      { columns: { id: { joined_from: [['a'], ['b']] } } },
      'id: `joined_from`, but it holds no text',
    ],
    [{ columns: { sum: {} } }, 'sum: the database computes the column, so rules have no effect'],
    [{ columns: { label: { aliases: ['ID'] } } }, 'label: "ID" is already a name of id'],
    [
      { columns: { label: { aliases: ['x-y'] }, id: { aliases: ['x y'] } } },
      'id: "x y" is already a name of label',
    ],
    [{ ignored_columns: ['label'] }, 'ignored_columns: "label" is already a name of label'],
  ])('is refused: %j', (entry, fault) => {
    expect(() => fits(entry)).toThrow(`tables.yaml does not fit t. ${fault}`);
  });

  it('is refused with all of its faults', () => {
    expect(() => fits({ columns: { a: {}, b: {} } })).toThrow(/a: .*; b: /);
  });
});

describe('a file named by TABLES_CONFIG', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tables-config-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(text: string) {
    const file = join(folder, 'mine.yaml');
    await writeFile(file, text);
    return readTablesConfig(file, storage);
  }

  it("takes the place of the package's own", async () => {
    expect(await read('t: { columns: { a: { empty: null } } }')).toMatchObject({
      t: { columns: { a: { empty: 'null' } } },
    });
    expect(await read('')).toEqual({});
  });

  it('is refused when it is missing or no YAML', async () => {
    await expect(readTablesConfig(join(folder, 'none.yaml'), storage)).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('none.yaml'),
    });
    await expect(read('a: [')).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('mine.yaml is not YAML: '),
    });
    await expect(read('t: { a: 1, a: 2 }')).rejects.toMatchObject({ code: 'misconfigured' });
  });
});
