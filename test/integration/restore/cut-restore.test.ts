import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { mysqlTableReplacer } from '../../../shared/src/adapters/mysql/restore/mysql-table-replacer.ts';
import type { TableReplacer } from '../../../shared/src/domain/restore/ports.ts';
import { openRelay, type Verdict } from '../../support/relay.ts';
import {
  fillTables,
  newCounts,
  oldCounts,
  readCounts,
  readStructures,
  replaceBoth,
} from './both-tables.ts';
import { openRestoreZone, type RestoreZone } from './restore-zone.ts';
import { watchTables } from './watch-tables.ts';

let zone: RestoreZone;
const about = { actor: 'tests' };

beforeAll(async () => {
  zone = await openRestoreZone();
  await fillTables(zone);
});
afterAll(() => zone.drop());

/** Runs `work` through connections that break at the n-th message; false where there were not so many. */
async function cutAt(
  wanted: number,
  verdict: Verdict,
  work: (replacer: TableReplacer) => Promise<unknown>,
): Promise<boolean> {
  let count = 0;
  const closing = Promise.withResolvers<void>();
  const { MYSQL_HOST: host, MYSQL_PORT: port } = zone.target;
  const relay = await openRelay(
    { host, port },
    {
      judge: () => (++count === wanted ? verdict : 'pass'),
      act: () => closing.resolve(relay.close()),
    },
  );
  const target = { ...zone.target, MYSQL_HOST: '127.0.0.1', MYSQL_PORT: relay.port };
  const { pool, close } = await connectMysql(target, 1);
  pool.on('connection', (connection) => connection.on('error', () => {}));
  const outcome = await work(mysqlTableReplacer(pool)).catch((error: Error) => error);
  const isCut = count >= wanted;
  if (!isCut) closing.resolve(relay.close());
  await close().catch(() => {});
  await closing.promise;
  if (!isCut && outcome instanceof Error) throw outcome;
  return isCut;
}

/** Cuts `work` at every message in turn, or at every `step`-th, and after each lets the next one clear up. */
async function cutEverywhere(
  work: (replacer: TableReplacer) => Promise<unknown>,
  begin: () => Promise<void>,
  step = 1,
): Promise<string[]> {
  const structures = await readStructures(zone);
  const seen: string[] = [];
  for (let at = 1; ; at += step) {
    await begin();
    const isCut = await cutAt(at, at % 2 === 0 ? 'act-before' : 'act-after', work);
    await zone.replacer.recover();
    expect(await readStructures(zone)).toEqual(structures);
    expect(await zone.leftovers('scratch')).toEqual([]);
    const [record] = await zone.replacer.list(1);
    expect(['done', 'failed', undefined]).toContain(record?.state);
    seen.push(await readCounts(zone));
    if (!isCut) return seen;
  }
}

describe('a restore that is cut off at any statement', () => {
  it('leaves old or new rows, foreign keys that hold at every instant, and nothing to clear up', async () => {
    const watch = watchTables(zone.target);
    const back = async () => {
      if ((await readCounts(zone)) === newCounts) {
        const [last] = await zone.replacer.list(1);
        await zone.replacer.undo(last?.id ?? '', about);
      }
    };
    const seen = await cutEverywhere((replacer) => replaceBoth(zone.pool, replacer), back).finally(
      () => watch.stop(),
    );
    const watched = await watch.stop();
    expect(seen.length).toBeGreaterThan(40);
    expect(seen.indexOf(newCounts)).toBeGreaterThan(20);
    expect(new Set(seen)).toEqual(new Set([oldCounts, newCounts]));
    expect(watched.counts).toEqual([oldCounts, newCounts].sort());
    expect(watched.breaches).toEqual([]);
    expect(watched.probes).toBeGreaterThan(20);
  });

  it('holds for an undo as well', async () => {
    let id = '';
    const begin = async () => {
      if ((await readCounts(zone)) !== newCounts) await replaceBoth(zone.pool, zone.replacer);
      const records = await zone.replacer.list(1000);
      id = records.find(({ replacedRows }) => replacedRows === 'kept')?.id ?? '';
    };
    await begin();
    const seen = await cutEverywhere((replacer) => replacer.undo(id, about), begin, 3);
    expect(new Set(seen)).toEqual(new Set([oldCounts, newCounts]));
  });
});
