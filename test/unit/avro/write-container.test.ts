import { gatherBlocks } from '../../../shared/src/adapters/avro/gather-blocks.ts';
import { inOrder, type Room } from '../../../shared/src/adapters/avro/in-order.ts';
import { readContainer } from '../../../shared/src/adapters/avro/read-container.ts';
import { rowEncoder } from '../../../shared/src/adapters/avro/row-encoder.ts';
import { writeContainer } from '../../../shared/src/adapters/avro/write-container.ts';
import { collectBytes, inOne, inPieces, wireRows } from '../../support/avro-rows.ts';
import { aColumn, aContract } from '../../support/columns.ts';

const schema = { type: 'record', name: 't', fields: [{ name: 'a', type: 'bytes' }] };
const aBlock = (number: number) => ({ count: 1, bytes: Buffer.from([2, number]) });

describe('an Avro file', () => {
  it('keeps its schema, codec, metadata and sync marker, and the order of its blocks', async () => {
    const sync = Buffer.from('0123456789abcdef');
    const metadata = { table: 'período', note: '' };
    const blocks = Array.from({ length: 50 }, (_, number) => aBlock(number));
    const file = await collectBytes(
      writeContainer({ schema, codec: 'deflate', sync, metadata }, inOne(...blocks)),
    );
    const container = await readContainer('t.avro', inPieces(file, 7));
    expect(container).toMatchObject({
      codec: 'deflate',
      metadata,
      schema: { name: 't', table: 't' },
    });
    const read = [];
    for await (const { bytes, offset } of container.blocks()) {
      expect(offset).toBeGreaterThan(0);
      read.push(bytes[1]);
    }
    expect(read).toEqual(blocks.map(({ bytes }) => bytes[1]));
    expect(file.subarray(-16)).toEqual(sync);
  });

  it('has a marker of its own where none is given', async () => {
    const write = () => collectBytes(writeContainer({ schema, codec: 'null' }, inOne(aBlock(1))));
    expect((await write()).subarray(-16)).not.toEqual((await write()).subarray(-16));
  });

  it('is written no faster than it is read', async () => {
    let taken = 0;
    async function* blocks() {
      for (; ; taken++) yield aBlock(taken % 256);
    }
    const chunks = writeContainer({ schema, codec: 'deflate' }, blocks());
    await chunks.next();
    expect(taken).toBe(0);
    for (let read = 0; read < 10; read++) await chunks.next();
    expect(taken).toBeLessThanOrEqual(14);
    await chunks.return(undefined);
  });

  it('closes what it is read from, also when its reader stops early or wants no blocks', async () => {
    const file = await collectBytes(
      writeContainer({ schema, codec: 'null' }, inOne(aBlock(1), aBlock(2))),
    );
    let closed = 0;
    async function* source() {
      try {
        yield* inPieces(file, 40);
      } finally {
        closed++;
      }
    }
    for await (const block of (await readContainer('t', source())).blocks()) {
      expect(block.count).toBe(1);
      break;
    }
    await (await readContainer('t', source())).close();
    expect(closed).toBe(2);
  });
});

describe('work in order', () => {
  const after = (turns: number) =>
    Array.from({ length: turns }).reduce(
      (waited: Promise<void>) => waited.then(() => {}),
      Promise.resolve(),
    );

  const makeItem = (turn: number) => ({ turn, bytes: new Uint8Array(100) });

  it('answers in the order of the items, as many at a time as there is room for', async () => {
    let underWay = 0;
    let most = 0;
    const work = async ({ turn }: ReturnType<typeof makeItem>) => {
      most = Math.max(most, ++underWay);
      await after(50 - 10 * turn);
      underWay--;
      return turn;
    };
    const run = async (room: Room) => {
      const done = [];
      const items = inOne(...[0, 1, 2, 3, 4].map(makeItem));
      for await (const turn of inOrder(items, work, room)) done.push(turn);
      return done;
    };
    expect(await run({ items: 3, bytes: 1000 })).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(3);
    most = 0;
    expect(await run({ items: 3, bytes: 200 })).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
    most = 0;
    expect(await run({ items: 3, bytes: 10 })).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(1);
  });

  it('throws an error where its turn comes, and closes the source', async () => {
    let isClosed = false;
    async function* source() {
      try {
        yield* [1, 2, 3, 4, 5].map(makeItem);
      } finally {
        isClosed = true;
      }
    }
    const work = async ({ turn }: ReturnType<typeof makeItem>) => {
      if (turn > 1) throw new Error(`no ${turn}`);
      return turn;
    };
    const results = inOrder(source(), work, { items: 3, bytes: 1000 });
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow('no 2');
    expect(isClosed).toBe(true);
  });
});

it('gathers rows to blocks of at most a megabyte, whatever the portions are', async () => {
  const contract = aContract('t', [aColumn('binary', { name: 'a', nullable: false })]);
  const encoder = rowEncoder(contract);
  const sized = (...sizes: number[]) =>
    encoder.encode(wireRows(sizes.map((size) => [Buffer.alloc(size)])));
  const blocks: [rows: number, bytes: number][] = [];
  const portions = inOne(
    sized(...Array(29).fill(100_000)),
    sized(),
    sized(3_000_000, 10, 10),
    sized(10),
  );
  for await (const { count, bytes } of gatherBlocks(portions)) blocks.push([count, bytes.length]);
  expect(blocks).toEqual([
    [10, 1_000_030],
    [10, 1_000_030],
    [9, 900_027],
    [1, 3_000_004],
    [3, 33],
  ]);
});
