import { CRC32C } from '@google-cloud/storage';
import fc from 'fast-check';
import { createCrc32c } from '../../../scripts/local/storage/crc32c.ts';

describe('the CRC32C', () => {
  it('of the digits 1 to 9 is that of RFC 3720', () => {
    const sum = createCrc32c();
    sum.update(Buffer.from('123456789'));
    expect(Buffer.from(sum.digest(), 'base64').toString('hex')).toBe('e3069283');
  });

  it("of any pieces is the client library's of the whole", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (pieces) => {
        const sum = createCrc32c();
        const expected = new CRC32C();
        for (const piece of pieces) {
          sum.update(piece);
          expected.update(Buffer.from(piece));
        }
        expect(sum.digest()).toBe(expected.toString());
      }),
    );
  });
});
