import { chooseMediaType } from '@cutover/shared/runtime/accept.ts';

const offered = ['application/json', 'text/csv', 'text/html', 'text/plain'] as const;

describe('chooseMediaType', () => {
  test.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/csv', 'text/csv'],
    ['TEXT/CSV; header=present', 'text/csv'],
    ['text/*', 'text/csv'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['text/csv, */*', 'text/csv'],
    ['application/json;q=0.5, text/plain;q=0.9', 'text/plain'],
    ['application/json;q=0, */*', 'text/csv'],
    ['image/png', undefined],
    ['*/*;q=0', undefined],
    ['text/csv;q=abc', undefined],
  ])('from Accept %j takes %s', (accept, expected) => {
    expect(chooseMediaType(accept, offered)).toBe(expected);
  });
});
