import type { DropZone } from './drop-zone.ts';
import { resultsBucket } from './drop-zone.ts';

interface LoadRow {
  readonly id: string;
  readonly object: string;
  readonly error: string | null;
}

interface RejectRow {
  readonly object: string;
  readonly line: number;
  readonly cells: string;
  readonly faults: string;
  readonly state: string;
}

const loadColumns =
  'id, object, table_name, mode, dry_run, conflict_rule, state, error_code, error, byte_offset, line, records_read, inserted, updated, unchanged, rejected, blank, withheld, evidence_stale';

/** Load ids by the objects that they loaded, so that loads of two zones can be told to be the same. */
function nameIds(text: string, loads: readonly LoadRow[]): string {
  return loads.reduce((named, { id, object }) => named.replaceAll(id, `<${object}>`), text);
}

/** A not_added file without the ids of its rejects, which end each line. */
const withoutRejectIds = (csv: string) => csv.replace(/,\d+\r\n/g, ',<reject>\r\n');

function withoutTimes(json: string): unknown {
  const { started_at, finished_at, seconds, drop, ...rest } = JSON.parse(json);
  return { ...rest, object: drop.object };
}

async function describeResults(zone: DropZone, loads: readonly LoadRow[]) {
  const [files] = await zone.storage.bucket(resultsBucket).getFiles();
  const results = await Promise.all(
    files.map(async ({ name }): Promise<[string, unknown]> => {
      const text = nameIds((await zone.result(name)) ?? '', loads);
      const content = name.endsWith('.json') ? withoutTimes(text) : withoutRejectIds(text);
      return [nameIds(name, loads), content];
    }),
  );
  return Object.fromEntries(results.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Everything that users can see of what came of the drops, without ids and times: the tables' rows,
 * the loads with their counts, the rejects, and every object of the results bucket.
 */
export async function describeOutcome(zone: DropZone, tables: readonly string[]) {
  const rows: Record<string, unknown> = {};
  for (const table of tables) rows[table] = await zone.query(`SELECT * FROM ${table} ORDER BY 1`);
  const loads = await zone.query<LoadRow>(
    `SELECT ${loadColumns} FROM cutover_load ORDER BY object`,
  );
  const rejects = await zone.query<RejectRow>(
    `SELECT loads.object, reject.line, reject.cells, reject.faults, reject.state, reject.table_name,
            closer.object AS closed_by, successor.line AS superseded_by_line
       FROM cutover_reject AS reject JOIN cutover_load AS loads ON loads.id = reject.load_id
       LEFT JOIN cutover_load AS closer ON closer.id = reject.closed_by
       LEFT JOIN cutover_reject AS successor ON successor.id = reject.superseded_by
      ORDER BY loads.object, reject.line`,
  );
  return {
    rows,
    loads: loads.map(({ id, ...load }) => load),
    rejects: rejects.map((reject) => ({
      ...reject,
      cells: JSON.parse(reject.cells),
      faults: JSON.parse(reject.faults),
    })),
    results: await describeResults(zone, loads),
  };
}

export type LoadOutcome = Awaited<ReturnType<typeof describeOutcome>>;
