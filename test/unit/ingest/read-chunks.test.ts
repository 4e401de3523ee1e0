import * as fc from 'fast-check';
import type { ChunkOptions } from '../../../shared/src/domain/ingest/read-chunks.ts';
import { describeChunk, readAllChunks } from '../../support/read-all-chunks.ts';
import { cutUp, readRecords } from '../../support/read-records.ts';

const aLine = fc.oneof(
  fc.constant('1,Ann,2021-01-01T00:00:00Z,1,1'),
  fc.constant('2,"Ann\nB",2021-01-01,1,1'),
  fc.constant(',,,,'),
  fc.constant(''),
  fc.constant('3,"open,2021-01-01,1,1'),
  fc.constant('x,,never,,1,2,3'),
  fc.constant('4,caf\xe9,2021-01-01,1,1'),
  fc.string({
    unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'a', '1', '\xc3', '\xa9'),
    maxLength: 20,
  }),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);
const someText = fc.array(aLine, { maxLength: 20 }).map((lines) => lines.join('\n'));
const pieceLengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
const sizes = fc.record({
  chunkRows: fc.integer({ min: 1, max: 6 }),
  chunkBytes: fc.integer({ min: 5, max: 400 }),
  maxRecordBytes: fc.integer({ min: 30, max: 200 }),
});

async function describeChunks(pieces: Iterable<string>, overrides: Partial<ChunkOptions> = {}) {
  return (await readAllChunks(pieces, overrides)).map(describeChunk);
}

describe('reading a drop in chunks', () => {
  it('gives the same chunks however the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(someText, pieceLengths, sizes, async (text, lengths, overrides) => {
        const whole = await describeChunks([text], overrides);
        expect(await describeChunks(cutUp(text, lengths), overrides)).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
  });

  it('goes on from any checkpoint with the chunks that were to come', async () => {
    await fc.assert(
      fc.asyncProperty(someText, pieceLengths, sizes, async (text, lengths, overrides) => {
        const whole = await describeChunks([text], overrides);
        for (const [at, { offset, line, isLast }] of whole.entries()) {
          if (isLast) continue;
          const pieces = cutUp(text.slice(offset), lengths);
          const rest = await describeChunks(pieces, { ...overrides, from: { offset, line } });
          expect(rest).toEqual(whole.slice(at + 1));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('accounts for every record: checked and clean, checked and faulty, or blank', async () => {
    await fc.assert(
      fc.asyncProperty(someText, sizes, async (text, overrides) => {
        const chunks = await describeChunks([text], overrides);
        const entries = chunks.flatMap(({ all }) => all);
        const blank = chunks.reduce((sum, chunk) => sum + chunk.blank, 0);
        const { maxRecordBytes } = overrides;
        expect(entries.length + blank).toBe(readRecords([text], { maxRecordBytes }).length);
        expect(entries.every(({ faults }) => faults === null || faults.length > 0)).toBe(true);
        expect(chunks.filter(({ isLast }) => isLast)).toHaveLength(1);
        expect(chunks.at(-1)).toMatchObject({ isLast: true, offset: text.length });
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['1,caf\xe9,2021-01-01,1,1\n', [5]],
    ['1,ok,2021-01-01,1,1\r\n2,"a,""b""\xe9",2021-01-01,1,1\n', [31]],
    ['1,caf\xe9,\xe9,1,1\n', [5, 7]],
    ['1,\xc3\xa9,\xa9,1,1\n', [5]],
    ['1,"\xe9""\xe9",2021-01-01,1,1\n', [3]],
    ['1,a\xe9,2021-01-01,a\xe9,1\n', [3, 17]],
    ['1,"\xe9,2021-01-01,1,1\n', [3]],
  ])('tells the byte that is not valid UTF-8 in %j', async (text, offsets) => {
    for (const from of [0, 3]) {
      const chunks = await readAllChunks([text], { from: { offset: from, line: 1 } });
      const faults = chunks.flatMap(({ entries }) =>
        entries.flatMap((entry) => entry.faults ?? []),
      );
      const bytes = faults
        .filter(({ code }) => code === 'bad-encoding')
        .map(({ message }) => Number(/^Byte (\d+) of the file/.exec(message)?.[1]));
      expect(bytes).toEqual(offsets.map((offset) => offset + from));
    }
  });
});
