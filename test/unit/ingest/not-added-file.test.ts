import {
  type NotAddedOptions,
  notAddedFile,
} from '../../../shared/src/domain/ingest/not-added-file.ts';
import type { PublishedReject } from '../../../shared/src/domain/ingest/ports.ts';

const columns = { fileColumns: ['id', 'full name'], fileCells: [0, 1], width: 2 };
const aFault = { column: 'id', code: 'type-error', message: 'Not a number.' } as const;

async function write(
  rejects: readonly PublishedReject[],
  options: Partial<NotAddedOptions> = {},
): Promise<string> {
  async function* inPages() {
    for (const reject of rejects) yield [reject];
  }
  const defaults = { loadId: 'LOAD', columns, mostCells: 2, needsMark: false };
  let text = '';
  for await (const piece of notAddedFile({ ...defaults, ...options }, inPages())) text += piece;
  return text;
}

describe('the not_added file', () => {
  it('holds the original cells, then where and why each record was refused', async () => {
    const text = await write([
      { id: '7', line: 3, cells: ['x', 'a, "b"\nc'], faults: [aFault] },
      {
        id: '9',
        line: 5,
        cells: ['', ' z'],
        faults: [
          { column: 'id', code: 'missing-value', message: 'Empty.' },
          { column: 'full name', code: 'missing-value', message: 'Empty too.' },
          { column: null, code: 'extra-cell', message: 'Too many.' },
        ],
      },
    ]);
    expect(text).toBe(
      'id,full name,_line,_column,_code,_error,_load_id,_reject_id\r\n' +
        'x,"a, ""b""\nc",3,id,type-error,Not a number.,LOAD,7\r\n' +
        '," z",5,id; full name,missing-value; extra-cell,Empty. Empty too. Too many.,LOAD,9\r\n',
    );
  });

  it('keeps what stood behind the last column, and fills up what was missing', async () => {
    const text = await write(
      [
        { id: '1', line: 2, cells: ['1', 'a', 'more', 'and more'], faults: [aFault] },
        { id: '2', line: 3, cells: ['2'], faults: [aFault] },
      ],
      { mostCells: 4 },
    );
    expect(text.split('\r\n')).toEqual([
      'id,full name,_extra_1,_extra_2,_line,_column,_code,_error,_load_id,_reject_id',
      '1,a,more,and more,2,id,type-error,Not a number.,LOAD,1',
      '2,,,,3,id,type-error,Not a number.,LOAD,2',
      '',
    ]);
  });

  it('leaves the helper cells of a repaired file out', async () => {
    const layout = { fileColumns: ['id', 'name'], fileCells: [1, 2], width: 4 };
    const reject = { id: '1', line: 2, cells: ['old', 'x', 'a', 'old'], faults: [aFault] };
    const text = await write([reject], { columns: layout, mostCells: 4 });
    expect(text.split('\r\n')[1]).toBe('x,a,2,id,type-error,Not a number.,LOAD,1');
  });

  it('begins with a byte order mark where spreadsheets need one', async () => {
    expect(await write([], { needsMark: true })).toMatch(/^\ufeffid,/);
  });
});
