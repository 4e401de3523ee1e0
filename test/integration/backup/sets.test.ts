import { streams } from 'avsc';
import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { quoteIdentifier } from '../../../shared/src/adapters/mysql/quote-identifier.ts';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import type { Manifest } from '../../../shared/src/domain/backup/manifest.ts';
import { findSet } from '../../../shared/src/domain/backup/set-folder.ts';
import { type TakeSetPorts, takeSet } from '../../../shared/src/domain/backup/take-set.ts';
import { verifySet } from '../../../shared/src/domain/backup/verify-set.ts';
import { type BackupZone, openBackupZone } from '../../support/backup/backup-zone.ts';

const accounts = 2000;

describe('sets of a database that is written to', () => {
  let zone: BackupZone;
  let readers: Awaited<ReturnType<typeof connectMysql>>;
  let ports: TakeSetPorts;

  beforeAll(async () => {
    zone = await openBackupZone();
    readers = await connectMysql(zone.target, 6);
    const openBy: TakeSetPorts['openSnapshot'] = (chosen = [], connections = 1) =>
      openSnapshot(readers.pool, { tables: chosen, connections });
    ports = { ...zone.ports, openSnapshot: openBy };
    for (const table of ['left side', 'right.side']) {
      const name = quoteIdentifier(table);
      await zone.pool.query(`CREATE TABLE ${name} (id INT PRIMARY KEY, amount INT NOT NULL)`);
      const rows = Array.from({ length: accounts }, (_, id) => [id, 100]);
      await zone.pool.query(`INSERT INTO ${name} VALUES ?`, [rows]);
    }
  });

  afterAll(async () => {
    await readers.close();
    await zone.close();
  });

  const tables = ['left side', 'right.side'];

  /** Moves amounts from one table to the other, as long as `isOver` does not say so. */
  async function moveAmounts(isOver: () => boolean): Promise<number> {
    const connection = await zone.pool.getConnection();
    let moves = 0;
    for (; !isOver(); moves++) {
      const id = (moves * 7919) % accounts;
      await connection.beginTransaction();
      await connection.query('UPDATE `left side` SET amount = amount - 1 WHERE id = ?', [id]);
      await connection.query('UPDATE `right.side` SET amount = amount + 1 WHERE id = ?', [id]);
      await connection.commit();
    }
    connection.release();
    return moves;
  }

  async function sumAmounts({ tables: written }: Manifest): Promise<number> {
    let sum = 0;
    for (const { object } of written) {
      const decoder = new streams.BlockDecoder();
      zone.bucket.file(object).createReadStream().pipe(decoder);
      for await (const row of decoder as AsyncIterable<{ amount: number }>) sum += row.amount;
    }
    return sum;
  }

  it.each([1, 2])(
    'are each of one instant, also two that are taken at once, by %d connections',
    async (connections) => {
      let isOver = false;
      const moving = moveAmounts(() => isOver);
      const sets: Manifest[] = [];
      for (let round = 0; round < 3; round++) {
        const plan = { connections, tables };
        const take = () => takeSet(ports, { tables, codec: 'deflate', plan });
        sets.push(...(await Promise.all([take(), take()])));
      }
      isOver = true;
      expect(await moving).toBeGreaterThan(0);
      expect(new Set(sets.map(({ set_id }) => set_id)).size).toBe(6);
      for (const manifest of sets) {
        expect(manifest.tables.map(({ table }) => table)).toEqual(tables);
        expect(await sumAmounts(manifest)).toBe(2 * accounts * 100);
        const folder = await findSet(zone.ports.store, zone.database, manifest.set_id);
        expect((await verifySet(zone.ports, folder)).faults).toEqual([]);
      }
    },
  );

  it('have the same content hashes when nothing was written in between', async () => {
    const take = () => takeSet(zone.ports, { tables, codec: 'deflate' });
    const hashes = ({ tables: written }: Manifest) => written.map((table) => table.content_hash);
    const first = hashes(await take());
    expect(hashes(await take())).toEqual(first);
    await zone.pool.query('UPDATE `left side` SET amount = amount + 1 WHERE id = 0');
    const third = hashes(await take());
    expect(third[0]).not.toBe(first[0]);
    expect(third[1]).toBe(first[1]);
  });

  it('are not harmed by the name of a table', async () => {
    const name = quoteIdentifier('a/../b.c');
    await zone.pool.query(`CREATE TABLE ${name} (id INT PRIMARY KEY)`);
    const { set_id, tables: written } = await takeSet(zone.ports, { codec: 'null' });
    expect(written.map(({ object }) => object.split('/').slice(2).join('/'))).toContain(
      'a%2F%2E%2E%2Fb%2Ec.avro',
    );
    const folder = await findSet(zone.ports.store, zone.database, set_id);
    expect((await verifySet(zone.ports, folder)).passed).toBe(true);
    await zone.pool.query(`DROP TABLE ${name}`);
  });
});
