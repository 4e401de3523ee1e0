import * as fc from 'fast-check';
import { compileCellCheck } from '../../../shared/src/domain/cell-check.ts';
import { isFault } from '../../../shared/src/domain/cells/cell-fault.ts';
import type { Column, ColumnKind } from '../../../shared/src/domain/contract.ts';
import { columnRules } from '../../../shared/src/domain/tables-config.ts';
import { aColumn, someRules } from '../../support/columns.ts';

const now = new Date('2026-03-01T12:00:00.500Z');

/** The canonical text, or `code: message` of a refusal. */
function check(column: Column, cell: string, rules: object = {}): string | null {
  const own = columnRules(someRules({ columns: { [column.name]: rules } }), column.name);
  const checked = compileCellCheck(column, own, now)(cell);
  return isFault(checked) ? `${checked.code}: ${checked.message}` : checked;
}

const column = (kind: ColumnKind, overrides: Partial<Column> = {}) => aColumn(kind, overrides);

describe('a cell that is refused', () => {
  const unsigned = column('integer', { min: 0n, max: 2n ** 64n - 1n });
  const members = { members: ['small', 'large'] };
  const refused: readonly (readonly [why: string, column: Column, cell: string, fault: string])[] =
    [
      ['letters', column('integer'), 'x', 'type-error: "x" is not a whole number.'],
      [
        'a thousands separator',
        column('integer'),
        '1,234',
        'type-error: "1,234" is not a whole number.',
      ],
      ['an exponent', column('integer'), '1e3', 'type-error: "1e3" is not a whole number.'],
      ['another base', column('integer'), '0x10', 'type-error: "0x10" is not a whole number.'],
      ['a fraction', column('integer'), '12.5', 'type-error: "12.5" is not a whole number.'],
      [
        'a point without decimals',
        column('integer'),
        '12.',
        'type-error: "12." is not a whole number.',
      ],
      ['full-width digits', column('integer'), '１２', 'type-error: "１２" is not a whole number.'],
      ['two signs', column('integer'), '--1', 'type-error: "--1" is not a whole number.'],
      ['a sign alone', column('integer'), '-', 'type-error: "-" is not a whole number.'],
      [
        'too large',
        column('integer'),
        '2147483648',
        'out-of-range: "2147483648" is not between -2147483648 and 2147483647.',
      ],
      [
        'too small for 64 bits',
        unsigned,
        '-1',
        'out-of-range: "-1" is not between 0 and 18446744073709551615.',
      ],
      [
        'one past 64 bits',
        unsigned,
        '18446744073709551616',
        'out-of-range: "18446744073709551616" is not between 0 and 18446744073709551615.',
      ],
      [
        'neither true nor false',
        column('boolean'),
        'maybe',
        'type-error: "maybe" is neither true or false, nor 1 or 0.',
      ],
      [
        'a large truth',
        column('boolean'),
        '128',
        'out-of-range: "128" is not between -128 and 127.',
      ],
      [
        'too many decimals',
        column('decimal'),
        '1.234',
        'out-of-range: "1.234" has more than 2 decimals.',
      ],
      [
        'too many digits',
        column('decimal'),
        '12345',
        'out-of-range: "12345" has more than 4 digits before the point.',
      ],
      [
        'negative unsigned',
        column('decimal', { unsigned: true }),
        '-1',
        'out-of-range: "-1" is less than 0.',
      ],
      [
        'a decimal exponent',
        column('decimal'),
        '1e2',
        'type-error: "1e2" is not a decimal number.',
      ],
      ['a decimal comma', column('decimal'), '1,5', 'type-error: "1,5" is not a decimal number.'],
      ['not a number', column('float'), 'NaN', 'type-error: "NaN" is not a number.'],
      ['infinity', column('float'), 'Infinity', 'type-error: "Infinity" is not a number.'],
      ['infinite by size', column('float'), '1e309', 'out-of-range: "1e309" is too large.'],
      [
        'too large for 24 bits',
        column('float', { singlePrecision: true }),
        '1e39',
        'out-of-range: "1e39" is too large.',
      ],
      [
        'nothing but zero left',
        column('float'),
        '1e-400',
        'out-of-range: "1e-400" is too close to 0.',
      ],
      ['too many bits', column('bit'), '16', 'out-of-range: "16" is more than 4 bits hold.'],
      ['no bits', column('bit'), '0b12', 'type-error: "0b12" is not a number of bits.'],
      [
        'long text',
        column('text', { maxCharacters: 3 }),
        'é😀ab',
        'too-long: "é😀ab" is longer than 3 characters.',
      ],
      [
        'many bytes',
        column('text', { maxCharacters: undefined as never, maxBytes: 3 }),
        'éé',
        'too-long: "éé" is longer than 3 bytes.',
      ],
      [
        'long bytes',
        column('binary'),
        '0x0011223344',
        'too-long: "0x0011223344" is longer than 4 bytes.',
      ],
      [
        'an emoji in utf8mb3',
        column('text', { charset: 'utf8mb3' }),
        '😀',
        'bad-encoding: "😀" has a character that utf8mb3 can\'t hold.',
      ],
      [
        'an accent in ascii',
        column('text', { charset: 'ascii' }),
        'é',
        'bad-encoding: "é" has a character that ascii can\'t hold.',
      ],
      [
        'Polish in latin1',
        column('text', { charset: 'latin1' }),
        'ł',
        'bad-encoding: "ł" has a character that latin1 can\'t hold.',
      ],
      [
        'half a character',
        column('text'),
        'a\ud83d',
        'bad-encoding: "a�" has a character that utf8mb4 can\'t hold.',
      ],
      [
        'an unknown member',
        column('enum', members),
        'medium',
        'not-in-list: "medium" is not one of: small, large.',
      ],
      [
        'a member by index',
        column('enum', members),
        '1',
        'not-in-list: "1" is not one of: small, large.',
      ],
      [
        'case where it counts',
        column('enum', { ...members, collation: 'utf8mb4_bin' }),
        'Small',
        'not-in-list: "Small" is not one of: small, large.',
      ],
      [
        'one unknown of a set',
        column('set', members),
        'small,tiny',
        'not-in-list: "tiny" is not one of: small, large.',
      ],
      [
        'no day of the calendar',
        column('date'),
        '2021-02-30',
        'bad-date: "2021-02-30" is not a day of the calendar.',
      ],
      [
        'a year with a letter',
        column('datetime'),
        '19x1-02-03T04:05:06Z',
        'bad-date: "19x1-02-03T04:05:06Z" is not a date in a known form (YYYY-MM-DD, or YYYY-MM-DD HH:MM[:SS[.ffffff]] with T or a space, Z or an offset).',
      ],
      [
        'no leap year',
        column('datetime'),
        '1900-02-29',
        'bad-date: "1900-02-29" is not a day of the calendar.',
      ],
      [
        'a zero date',
        column('datetime'),
        '0000-00-00 00:00:00',
        'bad-date: "0000-00-00 00:00:00" is not a day of the calendar.',
      ],
      [
        'hour 24',
        column('datetime'),
        '2021-01-01T24:00',
        'bad-date: "2021-01-01T24:00" is not a time of day.',
      ],
      [
        'second 60',
        column('datetime'),
        '2016-12-31T23:59:60Z',
        'bad-date: "2016-12-31T23:59:60Z" is not a time of day.',
      ],
      [
        'a wild offset',
        column('datetime'),
        '2021-01-01T00:00+15:00',
        'bad-date: "2021-01-01T00:00+15:00" has an offset from UTC that no place has.',
      ],
      [
        'a time of day in a date',
        column('date'),
        '2021-01-01 10:00',
        'bad-date: "2021-01-01 10:00" has a time of day in UTC, which a date can\'t hold.',
      ],
      [
        'an early year',
        column('datetime'),
        '0999-12-31',
        'out-of-range: "0999-12-31" has a year outside 1000 to 9999.',
      ],
      [
        'a year that UTC makes 10000',
        column('datetime'),
        '9999-12-31T23:00-02:00',
        'out-of-range: "9999-12-31T23:00-02:00" has a year outside 1000 to 9999.',
      ],
      [
        'a lost fraction',
        column('datetime'),
        '2021-01-01T00:00:00.5',
        'out-of-range: "2021-01-01T00:00:00.5" has more than 0 digits of a second\'s fraction.',
      ],
      [
        'before TIMESTAMP',
        column('timestamp'),
        '1970-01-01',
        'out-of-range: "1970-01-01" is not between 1970-01-01 00:00:01 and 2038-01-19 03:14:07 UTC.',
      ],
      [
        'after TIMESTAMP',
        column('timestamp'),
        '2038-01-19T03:14:08',
        'out-of-range: "2038-01-19T03:14:08" is not between 1970-01-01 00:00:01 and 2038-01-19 03:14:07 UTC.',
      ],
      [
        'no time',
        column('time'),
        '1200',
        'bad-date: "1200" is not a time of the form [-]HH:MM[:SS].',
      ],
      ['a long time', column('time'), '839:00', 'out-of-range: "839:00" is longer than 838:59:59.'],
      [
        'two digits of a year',
        column('year'),
        '21',
        'type-error: "21" is not a year of four digits.',
      ],
      [
        'a year past 2155',
        column('year'),
        '2156',
        'out-of-range: "2156" is not between 1901 and 2155.',
      ],
      ['no JSON', column('json'), "{'a': 1}", 'type-error: "{\'a\': 1}" is not JSON.'],
      [
        "a number JSON can't keep",
        column('json'),
        '[1e999]',
        'out-of-range: "[1e999]" has a part that JSON can\'t keep.',
      ],
      [
        'half a character in JSON',
        column('json'),
        '{"\\ud800": 1}',
        'out-of-range: "{"\\ud800": 1}" has a part that JSON can\'t keep.',
      ],
      [
        'an open ring',
        column('geometry'),
        'POLYGON((0 0,1 0,1 1,0 1))',
        'type-error: "POLYGON((0 0,1 0,1 1,0 1))" is not well-known text (WKT).',
      ],
      [
        'another shape',
        column('geometry', { shape: 'point' }),
        'LINESTRING(0 0,1 1)',
        'type-error: "LINESTRING(0 0,1 1)" is not a POINT.',
      ],
    ];
  it.each(refused)('says why: %s', (_why, subject, cell, fault) => {
    expect(check(subject, cell)).toBe(fault);
  });

  it('says which dates would be right', () => {
    expect(
      check(column('date'), '31/12/2021', { date_formats: ['MM/DD/YY'.replace('YY', 'YYYY')] }),
    ).toBe('bad-date: "31/12/2021" is not a day of the calendar.');
    expect(check(column('date'), '31.12.2021', { date_formats: ['DD/MM/YYYY'] })).toBe(
      'bad-date: "31.12.2021" is not a date in a known form (DD/MM/YYYY; YYYY-MM-DD, or YYYY-MM-DD HH:MM[:SS[.ffffff]] with T or a space, Z or an offset).',
    );
  });

  it('is shown shortened, on one line', () => {
    expect(check(column('integer'), `a\n\t"${'é'.repeat(50)}`)).toBe(
      `type-error: "a\\n\\t"${'é'.repeat(36)}…" is not a whole number.`,
    );
  });

  it('is refused however long or deep it is, in linear time', () => {
    const kinds = ['integer', 'decimal', 'float', 'bit', 'datetime', 'json', 'geometry'] as const;
    const size = 1_000_000;
    for (const hard of ['0', ' ', '[', '(', '1.0', '\n', '{"a":', '0b', ',']) {
      const cell = `1${hard.repeat(size / hard.length)}x`;
      for (const kind of kinds) expect(check(column(kind), cell)).toMatch(/^\S+: "1/);
      expect(check(column('text', { fixedLength: true }), cell)).toMatch(/^too-long/);
    }
  });
});

describe('an empty cell', () => {
  const missing = 'missing-value: The cell is empty, and the column needs a value.';
  const needed = { nullable: false };
  const cases: readonly (readonly [what: string, string | null, Column, rules: object])[] = [
    ['NULL in a nullable column', null, column('integer'), {}],
    ['NULL in a nullable text column', null, column('text'), {}],
    ['a fault in a NOT NULL column', missing, column('integer', needed), {}],
    ['a fault in a NOT NULL text column', missing, column('text', needed), {}],
    ['a fault in a required column', missing, column('integer'), { required: true }],
    [
      'a fault in a NOT NULL column with a default',
      missing,
      column('integer', { ...needed, hasDefault: true, defaultText: '5' }),
      {},
    ],
    [
      'the default where tables.yaml says so',
      '5',
      column('integer', { ...needed, hasDefault: true, defaultText: '05' }),
      { empty: 'default' },
    ],
    [
      'the present time where that is the default',
      '2026-03-01 12:00:00',
      column('datetime', { defaultsToNow: true }),
      { empty: 'default' },
    ],
    [
      'the present time with its fraction',
      '2026-03-01 12:00:00.5000',
      column('timestamp', { defaultsToNow: true, fraction: 4 }),
      { empty: 'default' },
    ],
    ['the empty text where tables.yaml says so', '', column('text', needed), { empty: 'text' }],
    ['no bytes where tables.yaml says so', '', column('binary', needed), { empty: 'text' }],
    [
      'no members where tables.yaml says so',
      '',
      column('set', { members: ['a'] }),
      { empty: 'text' },
    ],
    [
      'NULL, hence the next number, where the database counts',
      null,
      column('integer', { ...needed, autoIncrement: true, hasDefault: true }),
      {},
    ],
  ];
  it.each(cases)('is %s', (_what, expected, subject, rules) => {
    expect(check(subject, '', rules)).toBe(expected);
  });

  it.each(['\\N', 'NULL', 'null', '   ', '\u00a0'])('is also %j outside text', (cell) => {
    for (const kind of ['integer', 'date', 'float', 'enum', 'bit', 'other'] as const) {
      expect(check(column(kind), cell)).toBeNull();
    }
  });

  it('is \\N in text, where NULL and white space are text', () => {
    expect(check(column('text'), '\\N')).toBeNull();
    expect(check(column('text'), 'NULL')).toBe('NULL');
    expect(check(column('text'), ' ')).toBe(' ');
    expect(check(column('text'), '  ', { required: true })).toBe(missing);
  });

  it('is NULL for \\N where the column takes it, whatever stands for no character', () => {
    const text = { empty: 'text' };
    expect(check(column('text'), '\\N', text)).toBeNull();
    expect(check(column('set', { members: ['a'] }), ' \\N', text)).toBeNull();
    expect(check(column('text', needed), '\\N', text)).toBe('');
    expect(check(column('text'), '\\N', { required: true })).toBe(missing);
  });

  it('is not a value that reads null', () => {
    expect(check(column('json'), 'null')).toBe('null');
    expect(check(column('json'), 'NULL')).toBeNull();
    expect(check(column('enum', { members: ['Null'] }), 'null')).toBe('Null');
  });
});

describe('a date that must not lie in the future', () => {
  const rules = { not_in_future: true };
  it('is compared with the moment of the load', () => {
    expect(check(column('date'), '2026-03-01', rules)).toBe('2026-03-01');
    expect(check(column('date'), '2026-03-02', rules)).toBe(
      'out-of-range: "2026-03-02" lies in the future.',
    );
    expect(check(column('datetime'), '2026-03-01T12:00:00Z', rules)).toBe('2026-03-01 12:00:00');
    expect(check(column('datetime'), '2026-03-01T12:00:01Z', rules)).toBe(
      'out-of-range: "2026-03-01T12:00:01Z" lies in the future.',
    );
    expect(check(column('datetime'), '2026-03-01T14:00:00+02:00', rules)).toBe(
      '2026-03-01 12:00:00',
    );
  });
});

describe('any cell', () => {
  const kinds: readonly ColumnKind[] = [
    ...([
      'integer',
      'decimal',
      'float',
      'bit',
      'boolean',
      'text',
      'binary',
      'enum',
      'set',
      'date',
    ] as const),
    ...(['datetime', 'timestamp', 'time', 'year', 'json', 'geometry', 'other'] as const),
  ];
  const shaped = fc.stringMatching(/^[-+]?\d{1,4}[-:.T ]\d{0,3}[-:.]?\d{0,3}[TZ]?$/);
  const halves = fc.string({ unit: fc.constantFrom('\ud83d', '\ude00', 'a', '"', '[', '\\') });
  const cells = fc.oneof(fc.string({ unit: 'binary' }), shaped, halves, fc.json());

  it.each(kinds)('of kind %s is a well-formed text, NULL or a fault that names it', (kind) => {
    const subject = column(kind, { members: ['a', ''] });
    fc.assert(
      fc.property(cells, (cell) => {
        const checked = check(subject, cell);
        expect(checked === null || checked.isWellFormed()).toBe(true);
      }),
    );
  });

  it.each(kinds)('of kind %s means the same when its canonical text is checked again', (kind) => {
    const subject = column(kind, { members: ['a', 'b'] });
    fc.assert(
      fc.property(cells, (cell) => {
        const once = check(subject, cell);
        if (once === null || once === '' || /^[a-z-]+: /.test(once)) return;
        const again = kind === 'binary' ? `0x${once}` : once;
        expect(check(subject, again)).toBe(once);
      }),
    );
  });
});
