import { readByteRange } from '../../../scripts/local/storage/byte-range.ts';

describe('a Range header', () => {
  it.each([
    ['bytes=0-9', { from: 0, to: 10 }],
    ['bytes=95-', { from: 95, to: 100 }],
    ['bytes=90-1000', { from: 90, to: 100 }],
    ['bytes=-7', { from: 93, to: 100 }],
    ['bytes=-700', { from: 0, to: 100 }],
    ['bytes=99-99', { from: 99, to: 100 }],
  ])('%s of 100 bytes is taken', (header, range) => {
    expect(readByteRange(header, 100)).toEqual(range);
  });

  it.each([undefined, 'rows=1-2', 'bytes=', 'bytes=-', 'bytes=x-3', 'bytes=9-3'])(
    '%s asks for the whole',
    (header) => {
      expect(readByteRange(header, 100)).toBeUndefined();
    },
  );

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('%s of 100 bytes is refused', (header) => {
    expect(() => readByteRange(header, 100)).toThrow(expect.objectContaining({ status: 416 }));
  });

  it('with several ranges is refused by name', () => {
    expect(() => readByteRange('bytes=0-1,3-4', 100)).toThrow('several ranges');
  });
});
