import type { DropZone } from './drop-zone.ts';

/** A file of five hires, of which the first is added where department and job 1 are there. */
export const faultyHiresFile = [
  'id,name,hire_date,department_id,job_id',
  '1,Ann,2021-01-01,1,1',
  '2,,2021-01-01,1,1',
  'x,"Bo ""B"", \nJr.",never,1,1',
  '4,Zoë,2021-01-01,9,1',
  '5,Eve,2021-01-01,1,1,more',
].join('\n');

const tables = [
  'hired_employees',
  'departments',
  'jobs',
  'cutover_reject',
  'cutover_load',
  'cutover_tracking_record',
];

/** Empties the zone's tables, but for department 1 and job 1. */
export async function beginWithParents(zone: DropZone): Promise<void> {
  for (const table of tables) await zone.query(`DELETE FROM ${table}`);
  await zone.query("INSERT INTO departments VALUES (1, 'Sales')");
  await zone.query("INSERT INTO jobs VALUES (1, 'Nurse')");
}
