import fc from 'fast-check';
import type { ListQuery } from '../../../scripts/local/storage/list-objects.ts';
import { listObjects } from '../../../scripts/local/storage/list-objects.ts';
import { compareCodePoints } from '../../../shared/src/domain/code-point-order.ts';

const everything: ListQuery = {
  prefix: '',
  delimiter: '',
  startOffset: '',
  endOffset: '',
  includeTrailingDelimiter: false,
  maxResults: 1000,
  pageToken: '',
};

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const name = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '\uE000', '\u{1F600}'),
  minLength: 1,
  maxLength: 5,
});
const sortedNames = fc.uniqueArray(name, { maxLength: 25 }).map((names) => names.sort(byBytes));
const bound = fc.oneof(fc.constant(''), name);

/** All pages of a list. */
function listPages(names: readonly string[], query: ListQuery) {
  const pages = [listObjects(names, query)];
  for (let last = pages[0]; last?.nextPageToken !== undefined; last = pages.at(-1)) {
    pages.push(listObjects(names, { ...query, pageToken: last.nextPageToken }));
  }
  return pages;
}

describe('the order of names', () => {
  it('is that of their UTF-8 bytes', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(byBytes(a, b));
      }),
    );
  });
});

describe('a list of objects', () => {
  it('holds the names between its bounds, and what they have in common up to a delimiter', () => {
    fc.assert(
      fc.property(sortedNames, bound, bound, bound, (names, prefix, startOffset, endOffset) => {
        const within = names.filter(
          (each) =>
            each.startsWith(prefix) &&
            byBytes(each, startOffset) >= 0 &&
            (endOffset === '' || byBytes(each, endOffset) < 0),
        );
        const group = (each: string) => {
          const at = each.indexOf('/', prefix.length);
          return at < 0 ? undefined : each.slice(0, at + 1);
        };
        const query = { ...everything, prefix, startOffset, endOffset, delimiter: '/' };
        expect(listObjects(names, query)).toEqual({
          names: within.filter((each) => group(each) === undefined),
          prefixes: [...new Set(within.flatMap((each) => group(each) ?? []))],
        });
        expect(listObjects(names, { ...query, delimiter: '' }).names).toEqual(within);
      }),
    );
  });

  it('is the same in pages of any size', () => {
    fc.assert(
      fc.property(
        sortedNames,
        fc.integer({ min: 1, max: 4 }),
        bound,
        (names, maxResults, delimiter) => {
          const query = { ...everything, delimiter };
          const whole = listObjects(names, query);
          const pages = listPages(names, { ...query, maxResults });
          expect(pages.flatMap((page) => page.names)).toEqual(whole.names);
          expect(pages.flatMap((page) => page.prefixes)).toEqual(whole.prefixes);
          for (const page of pages) {
            expect(page.names.length + page.prefixes.length).toBeLessThanOrEqual(maxResults);
          }
        },
      ),
    );
  });

  it('goes on after a name that is gone by then', () => {
    const page = listObjects(['a', 'b', 'c'], { ...everything, maxResults: 2 });
    const pageToken = page.nextPageToken ?? '';
    expect(listObjects(['a', 'c'], { ...everything, pageToken })).toEqual({
      names: ['c'],
      prefixes: [],
    });
  });

  it('can name a folder placeholder among the items', () => {
    const query = { ...everything, delimiter: '/', includeTrailingDelimiter: true };
    expect(listObjects(['a/', 'a/b', 'c'], query)).toEqual({
      names: ['a/', 'c'],
      prefixes: ['a/'],
    });
  });

  it('refuses a token that it did not give out', () => {
    expect(() => listObjects([], { ...everything, pageToken: 'not a token' })).toThrow(
      'page token',
    );
  });
});
