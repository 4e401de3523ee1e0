import * as fc from 'fast-check';
import { sniffDialect } from '../../shared/src/adapters/csv-parse/sniff-dialect.ts';
import { delimiters } from '../../shared/src/domain/csv/dialect.ts';
import { writeCsv } from '../support/write-csv.ts';

/** Text as it stands in real files: words, numbers, dates, now and then with another style's delimiter. */
const aCell = fc.oneof(
  { weight: 5, arbitrary: fc.stringMatching(/^[A-Za-z]{1,8}( [A-Za-z]{1,8})?$/) },
  { weight: 3, arbitrary: fc.nat().map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('2021-11-07T02:48:42Z', 'Lee, Ann', 'a;b', 'x|y', 'two\nlines', ''),
  },
);

describe('sniffing how a file is written', () => {
  it.each(
    delimiters.flatMap((delimiter) =>
      (['\n', '\r\n'] as const).map((lineEnd) => ({ delimiter, lineEnd })),
    ),
  )('finds $delimiter and the line end $lineEnd', ({ delimiter, lineEnd }) => {
    const files = fc.integer({ min: 2, max: 6 }).chain((width) =>
      fc.array(fc.array(aCell, { minLength: width, maxLength: width }), {
        minLength: 3,
        maxLength: 30,
      }),
    );
    fc.assert(
      fc.property(files, fc.constantFrom('everywhere', 'where needed'), (records, quotes) => {
        const width = records[0]?.length ?? 0;
        const sample = writeCsv(records, { delimiter, lineEnd, quotes });
        expect(sniffDialect(sample, width)).toMatchObject({ delimiter, newline: '\n' });
      }),
    );
  });

  it.each([
    ['', 2, ',', '\n'],
    ['just text', 1, ',', '\n'],
    ['1;Sales', 2, ';', '\n'],
    ['a,b\rc,d\r', 2, ',', '\r'],
    ['"a;b";"c,d"\n"e;f";g\n', 2, ';', '\n'],
    ['1,"open quote\n2,b\n', 2, ',', '\n'],
  ])('%j, of %d columns', (...[sample, width, delimiter, newline]) => {
    expect(sniffDialect(sample, width)).toMatchObject({ delimiter, newline });
  });

  it('leaves the delimiter to who has said it', () => {
    expect(sniffDialect('a,b\nc,d\n', 2, '|').delimiter).toBe('|');
  });

  it('finds the space behind every delimiter', () => {
    expect(sniffDialect('a, b, "c"\n1, 2, 3\n', 3).skipInitialSpace).toBe(true);
    expect(sniffDialect('a, b,c\n1, 2,3\n', 3).skipInitialSpace).toBe(false);
    expect(sniffDialect('a,b\n1,2\n', 2).skipInitialSpace).toBe(false);
  });
});
