import { readUploadRange } from '../../../scripts/local/storage/content-range.ts';

const open = undefined;

describe('the Content-Range of an upload', () => {
  it.each([
    [open, { first: 0, last: open, total: open }],
    ['bytes 0-*/*', { first: 0, last: open, total: open }],
    ['bytes 524288-*/600000', { first: 524288, last: open, total: 600000 }],
    ['bytes 0-262143/*', { first: 0, last: 262143, total: open }],
    ['bytes 0-9/10', { first: 0, last: 9, total: 10 }],
    ['bytes */*', { first: open, last: open, total: open }],
    ['bytes */10', { first: open, last: open, total: 10 }],
    ['bytes 0--1/0', undefined],
    ['bytes 0-10/10', undefined],
    ['bytes 9-3/10', undefined],
    ['bytes a-b/c', undefined],
    ['rows 0-1/2', undefined],
  ])('%s is read or refused', (header, range) => {
    if (range === undefined) expect(() => readUploadRange(header)).toThrow('Content-Range');
    else expect(readUploadRange(header)).toEqual(range);
  });
});
