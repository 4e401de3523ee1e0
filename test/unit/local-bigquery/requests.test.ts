import * as z from 'zod';
import { createInsertIds } from '../../../scripts/local/bigquery/jobs/insert-ids.ts';
import { createRememberedRequests } from '../../../scripts/local/bigquery/jobs/remembered-requests.ts';
import { cutPage, readPageQuery, toPageToken } from '../../../scripts/local/bigquery/rest/page.ts';
import { readResource } from '../../../scripts/local/bigquery/rest/read-resource.ts';

describe('what a client sends', () => {
  const schema = z.strictObject({ name: z.string(), size: z.int().optional() });

  it('may hold fields that say nothing, known or not', () => {
    const sent = {
      name: 'a',
      size: null,
      other: null,
      no: false,
      none: '',
      empty: [],
      nothing: {},
    };
    expect(readResource(schema, sent)).toEqual({ name: 'a' });
  });

  it.each([
    [{ name: 'a', other: 1 }, 'does not support the field other'],
    [{ name: 5 }, "Invalid value at 'name'"],
    [{}, "Invalid value at 'name'"],
  ])('%j is refused by the name of the field', (sent, message) => {
    expect(() => readResource(schema, sent)).toThrow(message);
  });
});

describe('pages', () => {
  const items = [1, 2, 3, 4, 5];
  const page = (query: string) => cutPage(items, new URLSearchParams(query));

  it('go on where the one before ended', () => {
    const first = page('maxResults=2');
    expect(first.items).toEqual([1, 2]);
    const second = page(`maxResults=3&pageToken=${first.next.nextPageToken}`);
    expect(second).toEqual({ items: [3, 4, 5], next: {} });
  });

  it('begin at a token before an index', () => {
    const query = new URLSearchParams(`startIndex=7&pageToken=${toPageToken(3)}`);
    expect(readPageQuery(query)).toEqual({ start: 3, most: undefined });
  });

  it.each(['pageToken=x', 'maxResults=-1', 'startIndex=1.5'])('%s is refused', (query) => {
    expect(() => readPageQuery(new URLSearchParams(query))).toThrow('Invalid');
  });
});

describe('requests that are remembered', () => {
  it('begin once, together or one after the other, unless the first could not begin', async () => {
    const remembered = createRememberedRequests<number>();
    let begun = 0;
    const begin = async () => {
      begun += 1;
      if (begun === 1) throw new Error('not now');
      return begun;
    };
    await expect(remembered.once('a', begin)).rejects.toThrow('not now');
    const answers = [remembered.once('a', begin), remembered.once('a', begin)];
    expect(await Promise.all(answers)).toEqual([2, 2]);
    expect(await remembered.once('b', begin)).toBe(3);
  });
});

describe('insertIds', () => {
  it('are those of one table', () => {
    const ids = createInsertIds();
    ids.add('a', ['1']);
    expect([ids.has('a', '1'), ids.has('b', '1'), ids.has('a', '2')]).toEqual([true, false, false]);
  });
});
