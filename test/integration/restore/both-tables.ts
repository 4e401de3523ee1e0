import type { Pool } from 'mysql2/promise';
import type { Replaced, TableReplacer } from '../../../shared/src/domain/restore/ports.ts';
import { type Cells, replacementOf } from './replacement-of.ts';
import type { RestoreZone } from './restore-zone.ts';

export const oldCounts = '3 departments, 4 hires';
export const newCounts = '2 departments, 5 hires';

/** One statement, so that it tells of one instant. */
export const countBoth =
  "SELECT CONCAT((SELECT COUNT(*) FROM departments), ' departments, ', (SELECT COUNT(*) FROM hired_employees), ' hires') AS counts";

export async function readCounts(zone: RestoreZone): Promise<string> {
  const [row] = await zone.query(countBoth);
  return String(row?.counts);
}

/** The old rows, and a table outside that refers to the hires. */
export async function fillTables(zone: RestoreZone): Promise<void> {
  for (const sql of [
    'CREATE TABLE badges (id INT PRIMARY KEY, hire INT, CONSTRAINT badges_hire FOREIGN KEY (hire) REFERENCES hired_employees (id) ON DELETE RESTRICT)',
    "INSERT INTO departments VALUES (1, 'Sales'), (2, 'Legal'), (3, 'Art')",
    "INSERT INTO jobs VALUES (1, 'Clerk')",
    "INSERT INTO hired_employees VALUES (1, 'A', NULL, 3, 1), (2, 'B', NULL, 1, 1), (3, 'C', NULL, NULL, NULL), (4, 'D', NULL, 2, 1)",
    'INSERT INTO badges VALUES (1, 1), (2, 2)',
  ]) {
    await zone.query(sql);
  }
}

/** Puts the new rows into departments and hired_employees. */
export async function replaceBoth(pool: Pool, replacer: TableReplacer): Promise<Replaced> {
  const departments = [1, 2].map((id): Cells => [String(id), `New ${id}`]);
  const hires = [1, 2, 3, 4, 5].map((id): Cells => [String(id), `N${id}`, null, '2', '1']);
  return replacer.replace(
    [
      await replacementOf(pool, 'departments', departments),
      await replacementOf(pool, 'hired_employees', hires),
    ],
    { actor: 'tests' },
  );
}

/** All tables' structures but for how far rows are numbered. */
export async function readStructures(zone: RestoreZone): Promise<string[]> {
  const tables = ['departments', 'jobs', 'hired_employees', 'badges'];
  const ddls = await Promise.all(tables.map((table) => zone.ddl(table)));
  return ddls.map((ddl) => ddl.replace(/ AUTO_INCREMENT=\d+/, ''));
}
