import type { Load } from '../../shared/src/domain/ingest/load.ts';
import type { DropZone } from './drop-zone.ts';

export interface FullReject {
  readonly id: string;
  readonly line: number;
  readonly state: string;
  readonly cells: readonly string[];
  readonly faults: readonly { code: string; column: string | null; message: string }[];
}

/** Every reject of a load, by line. */
export async function rejectsOf(zone: DropZone, load: Load): Promise<FullReject[]> {
  const rows = await zone.query<{
    id: string;
    line: string;
    state: string;
    cells: string;
    faults: string;
  }>(
    'SELECT id, line, state, cells, faults FROM cutover_reject WHERE load_id = ? ORDER BY line, id',
    [load.id],
  );
  return rows.map(({ id, line, state, cells, faults }) => ({
    id: String(id),
    line: Number(line),
    state,
    cells: JSON.parse(cells),
    faults: JSON.parse(faults),
  }));
}

/** A load's rejects as `line column code`, one for each fault. */
export async function faultsOf(zone: DropZone, load: Load): Promise<string[]> {
  return (await rejectsOf(zone, load)).flatMap(({ line, faults }) =>
    faults.map(({ column, code }) => `${line} ${column ?? '-'} ${code}`),
  );
}

/** A table's rows as texts joined by commas, by the first column; NULL is `~`. */
export async function rowsOf(zone: DropZone, table: string): Promise<string[]> {
  const rows = await zone.query<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY 1, 2`);
  return rows.map((row) =>
    Object.values(row)
      .map((value) => value ?? '~')
      .join(','),
  );
}

/** The counts that are not zero, as a short text: `read 3, inserted 2, rejected 1`. */
export function countsOf({ counts }: Load): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
