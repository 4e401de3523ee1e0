import type { Snapshot } from '../../../shared/src/domain/backup/snapshot.ts';
import type { WireRows } from '../../../shared/src/domain/backup/wire-rows.ts';
import type { Contract } from '../../../shared/src/domain/contract.ts';
import { aColumn, aContract, departments } from '../columns.ts';

type Cell = string | null;

/** Rows of short cells as the wire has them. */
export function wireRows(rows: readonly (readonly Cell[])[]): WireRows {
  const encoded = rows.map((row) =>
    Buffer.concat(
      row.map((cell) => {
        const text = Buffer.from(cell ?? '');
        return cell === null ? Buffer.from([0xfb]) : Buffer.concat([Buffer.of(text.length), text]);
      }),
    ),
  );
  let at = 0;
  const starts = encoded.map((row) => {
    at += row.length;
    return at - row.length;
  });
  return { bytes: Buffer.concat(encoded), starts: Uint32Array.from(starts), count: rows.length };
}

/** A table with a primary key, and one without any. */
const tables: readonly { readonly contract: Contract; readonly rows: readonly Cell[][] }[] = [
  {
    contract: { ...departments, primaryKey: ['id'] },
    rows: [
      ['1', 'Archive'],
      ['2', 'Night shift'],
      ['3', ''],
    ],
  },
  {
    contract: aContract('no.tes', [aColumn('text', { name: 'note' })]),
    rows: [['twice'], [null], ['twice'], ['🚀']],
  },
];

/** A snapshot of two small tables whose rows come in portions of two. */
export function fixedSnapshot(takenAt = '2026-11-20T23:15:00.123456Z'): Snapshot {
  return {
    database: 'hr',
    takenAt,
    serverVersion: '8.0.44',
    binlog: null,
    connections: 1,
    tables: tables.map(({ contract }) => ({ contract, ddl: `CREATE TABLE ${contract.table} (…)` })),
    async *rows(name) {
      const rows = tables.find(({ contract }) => contract.table === name)?.rows ?? [];
      for (let at = 0; at < rows.length; at += 2) yield wireRows(rows.slice(at, at + 2));
    },
    close: async () => {},
  };
}
