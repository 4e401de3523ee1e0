import { readAddress } from '../../../functions/issue-token/src/read-address.ts';

describe('the address that a request came from', () => {
  it.each([
    ['203.0.113.7', 1, '203.0.113.7'],
    ['1.1.1.1, 203.0.113.7', 1, '203.0.113.7'],
    ['1.1.1.1, 203.0.113.7, 35.191.0.1', 2, '203.0.113.7'],
    ['203.0.113.7', 2, ''],
    [undefined, 1, ''],
  ])('in %j, behind %i proxies, is %j', (header, hops, address) => {
    expect(readAddress(header, hops)).toBe(address);
  });
});
