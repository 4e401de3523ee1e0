import { connectMysql } from '../../shared/src/adapters/mysql/connect.ts';
import { type DroppedObject, describeLoads } from './describe-loads.ts';
import { dropFiles, dropSampleData, listCsvFiles } from './drop-files.ts';
import type { LocalMysql } from './mysql/open-mysql.ts';
import type { StartOptions } from './options.ts';
import type { Cloud } from './start-cloud.ts';

/** Deliveries that failed this often are left to be tried on, and the start goes on. */
const patience = 5;

async function holdsRows({ target }: LocalMysql): Promise<boolean> {
  const { pool, close } = await connectMysql(target, 1);
  try {
    const [rows] = await pool.query(
      'SELECT 1 FROM departments UNION ALL SELECT 1 FROM jobs LIMIT 1',
    );
    return Array.isArray(rows) && rows.length > 0;
  } finally {
    await close();
  }
}

async function drop(
  { endpoints, home, mysql, storage }: Cloud,
  data: StartOptions['data'],
): Promise<DroppedObject[]> {
  // No function would hear of what is dropped in a storage that sends no events.
  if (data === 'none' || storage.isForeign) return [];
  if (data !== 'sample') return dropFiles(endpoints, listCsvFiles(data.folder));
  // A database of the user's own may hold rows that sample data must not join.
  if (!home.isNew() || (mysql.isForeign && (await holdsRows(mysql)))) return [];
  return dropSampleData(endpoints);
}

/** Drops what the options ask for in the bucket, and waits until its loads have ended. */
export async function loadData(
  cloud: Cloud,
  data: StartOptions['data'],
  say: (line: string) => void,
): Promise<void> {
  const dropped = await drop(cloud, data);
  if (dropped.length > 0) {
    say(`Dropped ${dropped.map(({ name }) => name).join(', ')} in the bucket; loading ...`);
    const left = await cloud.events.settled(patience);
    for (const line of await describeLoads(cloud.endpoints, dropped)) say(line);
    for (const { object } of left) say(`  ${object.name}: not loaded yet; it is tried on.`);
  }
  cloud.home.settle();
}
